import type { Order } from "../contract/contract.ts";
import { toCheckout } from "../ledger/to-checkout.ts";
import type { LinkedRow } from "../store/tables/checkouts.ts";

/** A checkout as its merchant sees it. What a page said is marked as a page's word. */
export function toOrder(row: LinkedRow): Order {
  return {
    ...toCheckout(row),
    createdAt: new Date(row.created_at).toISOString(),
    product: row.product,
    quantity: row.quantity,
    title: row.title,
    priceSource: row.price_source,
    reference: row.reference,
    referenceSource: row.reference_source,
    payerIdentifier: row.payer_identifier,
    payerIdentifierSource: row.payer_identifier === null ? null : "page",
    origin: row.origin,
    createdBy: row.created_by,
    proven: row.terms === "verified",
    terms: row.terms,
    unverifiedSince: row.unverified_since === null ? null : new Date(row.unverified_since).toISOString(),
    requestIds: [row.request_id],
  };
}
