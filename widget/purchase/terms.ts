import { claimsOf } from "./claims.ts";
import { canonical } from "./decimal.ts";
import type { Price, PurchaseAttributes } from "./purchase.ts";

/** Whether two prices are one, however they are written. */
export function isSame(a: Price, b: Price): boolean {
  return canonical(a.amount) === canonical(b.amount) && a.currency === b.currency;
}

/** The merchant's own reference, where an offer carries one. */
export function namedReference({ offer }: PurchaseAttributes): string | undefined {
  const { reference } = offer ? claimsOf(offer) : {};
  return typeof reference === "string" ? reference : undefined;
}

/** Whether it can be bought one time only: an offer with a reference, unless it says otherwise. */
export function isSingleUse({ product, offer }: PurchaseAttributes): boolean {
  const { reference, reusable } = offer && !product ? claimsOf(offer) : {};
  return typeof reference === "string" && reusable !== true;
}
