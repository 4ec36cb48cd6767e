import { encodeJson } from "../lib/encode-json.ts";
import { claimsOf, type Price } from "./price.ts";

/** What an element is asked to sell: one immutable snapshot of its attributes and of the page around it. */
export interface PurchaseAttributes {
  readonly clientId: string;
  /** The companion's URL, absolute, without a slash at its end; empty where there is none, or where it is unsafe. */
  readonly server: string;
  readonly apiUrl: string;
  readonly product: string;
  readonly quantity: number;
  readonly offer: string;
  readonly amount: string;
  /** The payer chooses the amount. */
  readonly asksAmount: boolean;
  readonly min: string;
  readonly max: string;
  readonly currency: string;
  readonly payee: string;
  readonly paymentCurrency: string;
  readonly destinationId: string;
  readonly reference: string;
  readonly payerIdentifier: string;
  readonly target: string;
  readonly returnUrl: string;
  readonly returnLabel: string;
  readonly checkoutId: string;
  /** What is wrong with an attribute, for the integrator. */
  readonly fault: string;
  /** The button's own text. */
  readonly text: string;
  /** Address and base URL of the page. */
  readonly address: string;
  readonly base: string;
}

export interface Purchase extends PurchaseAttributes {
  /** The name under which a browser remembers it. */
  readonly key: string;
  /** The price that is shown, as far as it is known. */
  readonly price?: Price | undefined;
}

/** What is bought by an offer. With a reference it is the same however often a page signs it anew. */
function toThing(offer: string): unknown {
  const { amount, currency, reference, title, jti } = claimsOf(offer);
  return amount ? [amount, currency, title, reference ?? [jti]] : offer;
}

/** The page without what a return adds to its address; with the route where it stands in the hash. */
export function toPage(address: string): string {
  const { pathname, search, hash } = new URL(address);
  const query = search.slice(1).split("&");
  const kept = query.filter((part) => !part.startsWith("checkout=")).join("&");
  return `${pathname}?${kept}${/^#!?\//.test(hash) ? hash : ""}`;
}

/**
 * The identity of a purchase: everything that changes the link, the price or the payer. Two elements, two tabs or two visits that
 * agree in this share one link. A bare amount is told apart by its reference, else by the button's text and the page. An amount
 * that the payer chooses is no part of it: else nobody would know it again after the return.
 */
export function toKey(bought: PurchaseAttributes): string {
  const { product, offer, reference } = bought;
  const what = product
    ? [product, bought.quantity]
    : offer
      ? [toThing(offer)]
      : [
          bought.asksAmount ? "" : bought.amount,
          bought.currency,
          ...(reference ? [] : [bought.text, toPage(bought.address)]),
        ];
  const { server, clientId, apiUrl, payee, paymentCurrency, destinationId, payerIdentifier } = bought;
  return `request-checkout:${encodeJson([server, clientId, apiUrl, payee, paymentCurrency, destinationId, payerIdentifier, reference, ...what])}`;
}
