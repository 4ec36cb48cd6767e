import type { Load } from "../api/companion.ts";
import { Problem } from "../api/problem.ts";
import { apiOf, isLinkOver, loadRequest } from "../api/request-api.ts";
import type { PurchaseAttributes } from "../purchase/purchase.ts";
import { recall } from "../purchase/remember.ts";

/** Reads the checkout of a purchase without a companion: by the link that this browser remembers under a key. */
export function requestReader(purchase: PurchaseAttributes, key: string): Load {
  const api = apiOf(purchase);
  let isOpen = false;
  return async (signal) => {
    const { link, checkout } = recall(key) ?? {};
    if (!link || !checkout) throw new Problem("not_found", "this browser does not know the checkout");
    const read = await loadRequest(api, { requestId: link.requestIds[0] ?? "", checkout, signal });
    isOpen ||= read.status !== "pending" || !(await isLinkOver(api, link.token, signal));
    return isOpen ? read : { ...read, status: "expired", securePaymentUrl: null };
  };
}
