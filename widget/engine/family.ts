import { encodeJson } from "../lib/encode-json.ts";
import { claimsOf } from "../purchase/price.ts";
import { type PurchaseAttributes, toPage } from "../purchase/purchase.ts";

/**
 * What stays of a purchase when its page resets itself: quantity and chosen amount do not. A payer who returns is shown the
 * checkout by an element of the same family, where none sells exactly that.
 */
export function toFamily(bought: PurchaseAttributes): string {
  const { server, clientId, apiUrl, payerIdentifier, product, offer, currency } = bought;
  const { reference, title, ...claims } = offer ? claimsOf(offer) : {};
  const what = product
    ? [product]
    : offer
      ? ["", reference ?? [claims.amount, title], claims.currency]
      : ["", "", currency, toPage(bought.address).split("?")[0]];
  return encodeJson([server, clientId, apiUrl, payerIdentifier, bought.reference, ...what]);
}
