import { safeUrl } from "../lib/safe-urls.ts";
import { canonical, isDecimal, multiply } from "./decimal.ts";
import type { Price, PurchaseAttributes } from "./purchase.ts";

/** The price that the page itself names: in an offer, which the companion verifies, or in its attributes. */
export function namedPrice({ offer, amount, currency }: PurchaseAttributes): Price | undefined {
  return toPrice(offer ? pricesOf(offer) : { amount, currency }, 1);
}

/** One read for each product on a page, however many buttons sell it. A read that fails is forgotten. */
const reads = new Map<string, Promise<object | undefined>>();

/** Prices may have changed: the next button reads its own anew. */
export function forgetPrices(): void {
  reads.clear();
}

/** The catalog's price; undefined where the companion does not say. */
export async function loadPrice({
  server,
  product,
  quantity,
}: PurchaseAttributes): Promise<Price | undefined> {
  const url = `${safeUrl(server)}/v1/products/${encodeURIComponent(product)}`;
  const read = reads.get(url) ?? readJson(url);
  reads.set(url, read);
  const answer = await read;
  if (!answer) reads.delete(url);
  return answer && toPrice(answer, quantity);
}

async function readJson(url: string): Promise<object | undefined> {
  try {
    // One that hung would hold up whoever asks for the same later: the browser's cache answers one at a time.
    const signal = AbortSignal.timeout(15_000);
    const response = await fetch(url, { credentials: "omit", redirect: "error", signal });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

/** The price of so many pieces; undefined where that is no price. */
export function toPrice(
  { amount, currency }: { amount?: unknown; currency?: unknown },
  quantity: number,
): Price | undefined {
  if (
    !isDecimal(amount) ||
    typeof currency !== "string" ||
    !currency.includes("-") ||
    !Number.isSafeInteger(quantity) ||
    quantity < 1
  )
    return undefined;
  return { amount: quantity > 1 ? multiply(amount, quantity) : canonical(amount), currency };
}

/** What an offer says of its price; the companion alone can tell whether it is signed. */
function pricesOf(offer: string): Partial<Price> {
  try {
    return JSON.parse(atob((offer.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/"))) ?? {};
  } catch {
    return {};
  }
}
