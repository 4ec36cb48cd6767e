import type { Checkout } from "../../server/contract/contract.ts";
import { isCheckout } from "../purchase/is-checkout.ts";
import { toPrice } from "../purchase/price.ts";
import type { Price, PurchaseAttributes } from "../purchase/purchase.ts";
import { callJson } from "./http.ts";
import { Problem } from "./problem.ts";

/** Reads a checkout; with `wait` that may take as long as it stays unchanged. */
export type Load = (signal: AbortSignal | undefined, wait: boolean) => Promise<Checkout>;

/** How long the companion holds an unchanged answer, in seconds: as long as it can. */
const WAIT_S = 25;

/**
 * Reads a checkout again and again. With `wait`, the companion holds the answer until there is a newer version than the one in
 * `after`. From then on each read has an address of its own: no cache, proxy or service worker on the way answers in its place,
 * and none has to remember an ETag. A companion that names no version holds the answer while it is what the browser has cached.
 */
export function checkoutReader(server: string, id: string): Load {
  const url = at(server, `/v1/checkouts/${encodeURIComponent(id)}`);
  const reader = Math.random().toString(36).slice(2, 8);
  let version: string | undefined;
  let reads = 0;
  return async (signal, wait) => {
    const timeoutMs = (wait ? WAIT_S + 15 : 15) * 1000;
    const waiting = wait ? `wait=${WAIT_S}&` : "";
    const after = version === undefined ? "" : `after=${encodeURIComponent(version)}&`;
    reads += 1;
    const address = `${url}?${waiting}${after}t=${reader}${after && `-${reads}`}`;
    const answer = await callJson(address, { timeoutMs, signal, cache: after ? "no-store" : "no-cache" });
    const { version: known, ...checkout } = toCheckout(answer) as Checkout & { version?: unknown };
    version = typeof known === "string" ? known : undefined;
    return checkout;
  };
}

/** Reads what the catalog asks for a purchase. @throws {Problem} */
export async function loadCatalogPrice(
  { server, product, quantity }: PurchaseAttributes,
  timeoutMs?: number,
): Promise<Price> {
  const answer = await callJson(at(server, `/v1/products/${encodeURIComponent(product)}`), {
    ...(timeoutMs && { timeoutMs }),
    toCode: (status) => (status === 404 ? "unknown_product" : undefined),
  });
  const price = toPrice((answer ?? {}) as Partial<Price>, quantity);
  if (price) return price;
  throw new Problem("bad_answer", "the companion's answer is no product");
}

/** The URL of a route of the companion. */
export function at(server: string, path: string): string {
  return server + path;
}

/** Checks that an answer is a checkout. @throws {Problem} */
export function toCheckout(answer: unknown): Checkout {
  if (isCheckout(answer)) return answer;
  throw new Problem("bad_answer", "the companion's answer is no checkout");
}
