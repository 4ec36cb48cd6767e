import type { OpenCheckout } from "../../server/contract/contract.ts";
import type { Price, PurchaseAttributes } from "../purchase/purchase.ts";

/** What the companion is asked to sell. Beside a product or an offer a page names no amount. */
export function toBody(bought: PurchaseAttributes): Omit<OpenCheckout, "id"> {
  const { product, quantity, offer, amount, currency, reference, payerIdentifier } = bought;
  return {
    ...(product ? { product, quantity } : offer ? { offer } : { amount, currency }),
    ...(reference && { reference }),
    ...(payerIdentifier && { payerIdentifier }),
  };
}

/** What the link shall ask for: the guide's form, the destination form, or the Client ID's own destination. */
export function toItem(
  { payee, paymentCurrency, destinationId }: PurchaseAttributes,
  { amount, currency }: Price,
): Record<string, string> {
  if (destinationId) return { destinationId, amount };
  return payee
    ? { payee, amount, invoiceCurrency: currency, paymentCurrency: paymentCurrency || currency }
    : { amount };
}

/** The longest address that companion and Request Network take. */
const MOST_CHARACTERS = 2048;

/**
 * The page that the payer returns to, with the checkout in its query: `return-url`, else this page. Encoded and shortened as far
 * as Request Network needs it. Undefined where there is no such page on the web.
 */
export function toReturnUrl(
  { returnUrl, address, base }: PurchaseAttributes,
  id: string,
): string | undefined {
  const text = [returnUrl, address, base].find((each) => /^https?:/.test(each));
  if (!text) return undefined;
  const url = new URL(text);
  url.username = "";
  url.password = "";
  const shorter = [() => {}, () => (url.search = ""), () => (url.hash = ""), () => (url.pathname = "/")];
  for (const shorten of shorter) {
    shorten();
    url.searchParams.set("checkout", id);
    const encoded = encode(url.href);
    if (encoded.length <= MOST_CHARACTERS) return encoded;
  }
  return undefined;
}

/** What the URL standard leaves as it is, and Request Network refuses. */
function encode(url: string): string {
  return url.replace(/[\s\\<>"'`]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
