import { encodeJson } from "../lib/encode-json.ts";
import { parseUrl, safeUrl } from "../lib/safe-urls.ts";
import { urlFault } from "../lib/url-fault.ts";
import { claimsOf } from "./claims.ts";
import { PREFIX } from "./may-remember.ts";
import type { Purchase, PurchaseAttributes } from "./purchase.ts";

/** What is bought by an offer. With a reference it is the same however often a page signs it anew. */
function toThing(offer: string): unknown {
  const { amount, currency, reference, title, jti } = claimsOf(offer);
  return amount ? [amount, currency, title, reference ?? [jti]] : offer;
}

/** The page without what a return adds to its address; with the route where it stands in the hash. */
function toPage(address: string): string {
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
function toKey(bought: Omit<Purchase, "key" | "faults">): string {
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
  return `${PREFIX}${encodeJson([server, clientId, apiUrl, payee, paymentCurrency, destinationId, payerIdentifier, reference, ...what])}`;
}

/** A snapshot with safe URLs, and the name that it is remembered under. */
export function identify(bought: PurchaseAttributes): Purchase {
  const { server, apiUrl, returnUrl, payerAmount, product, offer, text } = bought;
  const safe = {
    ...bought,
    asksAmount: payerAmount && !product && !offer,
    text: text.replace(/\s+/g, " ").trim(),
    server: safeUrl(server),
    apiUrl: safeUrl(apiUrl),
    returnUrl: urlFault("return-url", returnUrl) || !returnUrl ? "" : (parseUrl(returnUrl)?.href ?? ""),
  };
  const faults = [
    urlFault("server", server) || urlFault("api-url", apiUrl),
    urlFault("return-url", returnUrl),
  ];
  return { ...safe, key: toKey(safe), faults };
}

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
