import type { Checkout } from "../contract/contract.ts";
import type { LinkedRow } from "../store/tables/checkouts.ts";

/** A checkout as anyone sees it who holds its id. */
export function toCheckout(row: LinkedRow): Checkout {
  return {
    id: row.id,
    status: row.status,
    amount: row.amount,
    currency: row.currency,
    amountPaid: row.amount_paid,
    securePaymentUrl: row.payable ? row.pay_url : null,
    expiresAt: new Date(row.expires_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
    ...(row.amount_refunded !== null && { amountRefunded: row.amount_refunded }),
    ...(row.excess !== null && { excess: row.excess }),
    ...(row.late === 1 && { late: true as const }),
    ...(row.reason !== null && { reason: row.reason }),
  };
}

/** The answer to whoever has just registered the link, and so knows it already. */
export function toRegistered(row: LinkedRow): Checkout {
  const isPayable = isWaiting(row) && row.terms !== "refuted" && row.unverified_since === null;
  return { ...toCheckout(row), securePaymentUrl: isPayable ? row.pay_url : null };
}

/** Whether more money may come by its link. */
export function isWaiting({ expiry_check_at }: LinkedRow): boolean {
  return expiry_check_at !== null;
}

/** Changes with everything that {@link toCheckout} shows. */
export function toEtag(row: { version: number | string }): string {
  return `"${row.version}"`;
}
