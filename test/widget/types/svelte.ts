import "request-checkout/svelte";
import type { SvelteHTMLElements } from "svelte/elements";

export const right: SvelteHTMLElements["request-checkout"] = {
  class: "wide",
  "client-id": "cli_1",
  server: "https://pay.shop.example",
  product: "sticker",
  quantity: "2",
  "payer-amount": true,
  target: "_blank",
  labels: { pay: "Donate" },
  "oncheckout-paid": ({ checkout }) => checkout.amountPaid.trim(),
  "oncheckout-error": ({ code }) => code.trim(),
};
export const status: SvelteHTMLElements["request-checkout-status"] = { "checkout-id": "1" };

// @ts-expect-error amounts are decimal strings
export const amount: SvelteHTMLElements["request-checkout"] = { amount: 10 };
// @ts-expect-error attributes are written as in HTML: client-id
export const client: SvelteHTMLElements["request-checkout"] = { clientId: "cli_1" };
// @ts-expect-error only an error has a code
export const paid: SvelteHTMLElements["request-checkout"] = { "oncheckout-paid": ({ code }) => code };
// @ts-expect-error a status sells nothing
export const product: SvelteHTMLElements["request-checkout-status"] = { product: "sticker" };
