import { randomUUID } from "node:crypto";
import type { CheckoutRow, LinkedRow } from "../checkouts/checkout-table.ts";
import { toCheckout } from "../checkouts/to-checkout.ts";
import type { Notification } from "../contract.ts";
import type { Fact } from "../domain/facts.ts";
import { execute, type Job } from "../store/job.ts";

/** Where the merchant hears of changes. */
export type Channel = "webhook" | "email";

/** What happened to a checkout: its row before and after, and everything that is known of it. */
export interface Change {
  before: CheckoutRow;
  after: LinkedRow;
  facts: readonly Fact[];
  now: number;
}

/** What a merchant's own system is told, as a Standard Webhook's body. */
export function toNotification({ before, after, facts, now }: Change): Notification {
  const hashes = facts.flatMap((fact) =>
    "txHash" in fact && fact.txHash ? [fact.txHash.toLowerCase()] : [],
  );
  return {
    type: `checkout.${after.status}`,
    timestamp: new Date(now).toISOString(),
    data: {
      checkout: toCheckout(after),
      previousStatus: before.status,
      reference: after.reference,
      referenceSource: after.reference_source,
      product: after.product,
      quantity: after.quantity,
      priceSource: after.price_source,
      requestIds: [after.request_id],
      txHashes: [...new Set(hashes)],
    },
  };
}

/** Whether a merchant wants to know: the status, an amount, or a reason is another one. */
export function isNews(before: CheckoutRow, after: CheckoutRow): boolean {
  const told = (row: CheckoutRow) => [
    row.status,
    row.amount_paid,
    row.amount_refunded,
    row.excess,
    row.late,
    row.reason,
  ];
  return JSON.stringify(told(before)) !== JSON.stringify(told(after));
}

/** A person is written to only where something is to be done. */
function isForPeople({ before, after }: Change): boolean {
  const matters = after.status === "paid" || after.status === "review" || after.status === "refunded";
  return matters && (before.status !== after.status || before.reason !== after.reason);
}

/** Puts a change into the outbox, in the transaction that made it. */
export function* enqueue(change: Change, channels: readonly Channel[]): Job<void> {
  const wanted = channels.filter((channel) => channel === "webhook" || isForPeople(change));
  for (const channel of wanted) {
    yield* execute(
      `INSERT INTO notifications (id, checkout_id, channel, created_at, payload, state, attempts, next_try_at)
        VALUES ($1, $2, $3, $4, $5, 'pending', 0, $6)`,
      `msg_${randomUUID()}`,
      change.after.id,
      channel,
      change.now,
      JSON.stringify(toNotification(change)),
      change.now,
    );
  }
}
