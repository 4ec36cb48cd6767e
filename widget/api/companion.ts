import type { Checkout } from "../../server/contract/contract.ts";
import type { Load } from "../engine/follow.ts";
import { isDecimal } from "../purchase/decimal.ts";
import { type Price, toPrice } from "../purchase/price.ts";
import type { PurchaseAttributes } from "../purchase/purchase.ts";
import { callJson } from "./http.ts";
import { Problem } from "./problem.ts";

/** How long the companion holds an unchanged answer, in seconds: as long as it can. */
const WAIT_S = 25;

/**
 * Reads a checkout again and again. With `wait`, the companion holds the answer while it is what the browser has cached.
 * Each reader has an address of its own: the first answer comes at once, and two tabs do not queue on the browser's cache.
 */
export function checkoutReader(server: string, id: string): Load {
  const url = at(server, `/v1/checkouts/${encodeURIComponent(id)}`);
  const reader = Math.random().toString(36).slice(2, 8);
  return async (signal, wait) => {
    const timeoutMs = (wait ? WAIT_S + 15 : 15) * 1000;
    const query = `?${wait ? `wait=${WAIT_S}&` : ""}t=${reader}`;
    return toCheckout(await callJson(url + query, { timeoutMs, signal }));
  };
}

/** Reads what the catalog asks for a purchase. @throws {Problem} */
export async function loadCatalogPrice({
  safeServer,
  product,
  quantity,
}: PurchaseAttributes): Promise<Price> {
  const answer = await callJson(at(safeServer, `/v1/products/${encodeURIComponent(product)}`), {
    toCode: (status) => (status === 404 ? "unknown_product" : undefined),
  });
  const price = toPrice((answer ?? {}) as Partial<Price>, quantity);
  if (price) return price;
  throw new Problem("bad_answer", "the companion's answer is no product");
}

/** The URL of a route of the companion. */
export function at(server: string, path: string): string {
  return new URL(server, location.href).href.replace(/\/+$/, "") + path;
}

const STATUS = /^(pending|processing|partially_paid|paid|review|failed|expired|refunded)$/;

/** Checks that an answer is a checkout. @throws {Problem} */
export function toCheckout(answer: unknown): Checkout {
  const { id, status, amount, currency, amountPaid, securePaymentUrl, expiresAt, updatedAt } = (answer ??
    {}) as Record<string, unknown>;
  const isCheckout =
    typeof id === "string" &&
    STATUS.test(String(status)) &&
    isDecimal(amount) &&
    isDecimal(amountPaid) &&
    typeof currency === "string" &&
    (securePaymentUrl === null || typeof securePaymentUrl === "string") &&
    !Number.isNaN(Date.parse(String(expiresAt)) + Date.parse(String(updatedAt)));
  if (isCheckout) return answer as Checkout;
  throw new Problem("bad_answer", "the companion's answer is no checkout");
}
