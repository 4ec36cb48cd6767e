import { claimsOf } from "./price.ts";

/** What an element is asked to sell, as its attributes say. */
export interface PurchaseAttributes {
  clientId: string;
  /** The companion's URL; empty where there is none, or where it is unsafe. */
  safeServer: string;
  product: string;
  quantity: number;
  offer: string;
  amount: string;
  /** The payer chooses the amount. */
  payerAmount: boolean;
  currency: string;
  payee: string;
  paymentCurrency: string;
  destinationId: string;
  reference: string;
  payerIdentifier: string;
}

/** What is bought by an offer, however often that is signed anew: a page may do so at every load. */
function toThing(offer: string): unknown {
  const { amount, currency, reference, title } = claimsOf(offer);
  return amount ? [amount, currency, reference, title] : offer;
}

/**
 * The name under which a browser remembers a purchase. Two elements, two tabs or two visits that agree in this share
 * one link. An amount that the payer chooses is no part of it: else nobody would know it again after the return.
 */
export function toKey(bought: PurchaseAttributes): string {
  const { product, offer } = bought;
  const what =
    product || offer
      ? [product, bought.quantity, toThing(offer)]
      : [bought.payerAmount ? "" : bought.amount, bought.currency, bought.payee, bought.destinationId];
  return `request-checkout:${JSON.stringify([bought.safeServer || bought.clientId, ...what, bought.reference])}`;
}
