import "request-checkout/vue";
import type { GlobalComponents } from "vue";

/** What a template may set. */
type Props<Tag extends "request-checkout" | "request-checkout-status"> = InstanceType<
  GlobalComponents[Tag]
>["$props"];

export const right: Props<"request-checkout"> = {
  key: "pay",
  class: ["wide"],
  clientId: "cli_1",
  server: "https://pay.shop.example",
  "return-url": "/thanks",
  quantity: 2,
  payerAmount: true,
  labels: { pay: "Donate" },
  onCheckoutPaid: ({ checkout }) => checkout.amountPaid.trim(),
  onCheckoutError: ({ code }) => code.trim(),
};
export const status: Props<"request-checkout-status"> = { checkoutId: "1", onCheckoutChange: () => {} };
export const pay = (button: InstanceType<GlobalComponents["request-checkout"]>): Promise<void> =>
  button.pay();

// @ts-expect-error amounts are decimal strings
export const amount: Props<"request-checkout"> = { amount: 10 };
// @ts-expect-error no such attribute
export const client: Props<"request-checkout"> = { clientIdentifier: "cli_1" };
// @ts-expect-error no such target
export const target: Props<"request-checkout"> = { target: "_parent" };
// @ts-expect-error only an error has a code
export const paid: Props<"request-checkout"> = { onCheckoutPaid: ({ code }) => code };
// @ts-expect-error a status sells nothing
export const product: Props<"request-checkout-status"> = { product: "sticker" };
