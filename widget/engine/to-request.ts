import type { OpenCheckout } from "../../server/contract/contract.ts";
import type { Price } from "../purchase/price.ts";
import type { PurchaseAttributes } from "../purchase/purchase.ts";

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

/** The page that the payer returns to, with the checkout in its query. */
export function toReturnUrl(text: string, id: string): string {
  const url = new URL(text || location.href, location.href);
  url.searchParams.set("checkout", id);
  url.hash = text ? url.hash : "";
  return url.href;
}
