import { randomUUID } from "node:crypto";
import { toCheckout } from "../checkouts/to-checkout.ts";
import { type Checkout, type Notification, NotificationSchema } from "../contract.ts";
import type { Fact } from "../domain/facts.ts";
import type { OrderPolicy } from "../domain/order.ts";
import { execute, type Job } from "../store/job.ts";
import type { LinkedRow } from "../store/tables/checkouts.ts";
import { findLastPayload } from "../store/tables/notifications.ts";
import { isNews, isNotified, isPerhapsSilent, toOpened } from "./news.ts";

/** How the merchant gets notifications. */
export type Channel = "webhook" | "email";

/** What happened to a checkout: its row before and after, and everything that is known of it. */
export interface Change {
  before: LinkedRow;
  after: LinkedRow;
  facts: readonly Fact[];
  policy: OrderPolicy;
  now: number;
}

/** The body of a notification, as a Standard Webhook. `previousStatus` is the status that was notified last. */
export function toNotification(
  { after, facts, now }: Change,
  previousStatus: Checkout["status"],
): Notification {
  const hashes = facts.flatMap((fact) =>
    "txHash" in fact && fact.txHash ? [fact.txHash.toLowerCase()] : [],
  );
  return {
    type: `checkout.${after.status}`,
    timestamp: new Date(now).toISOString(),
    data: {
      checkout: toCheckout(after),
      previousStatus,
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

/**
 * Puts a change into the outbox, in the transaction that made it, where it is news to a channel. Unverified and refuted
 * orders send nothing; what follows is compared with the last notification.
 */
export function* enqueue(change: Change, channels: readonly Channel[]): Job<void> {
  for (const channel of channels.filter((one) => isNotified(one, change))) {
    const last = yield* lastNotified(channel, change);
    if (isNews(channel, last, toCheckout(change.after)))
      yield* enqueuePayload({
        channel,
        thread: change.after.id,
        payload: toNotification(change, last.status),
        now: change.now,
      });
  }
}

/** Adds a notification. Those of one thread, such as a checkout's id, are sent in order. */
export function enqueuePayload({
  channel,
  thread,
  payload,
  now,
}: {
  channel: Channel;
  thread: string;
  payload: object;
  now: number;
}): Job<void> {
  return execute(
    `INSERT INTO notifications (id, checkout_id, channel, created_at, payload, state, attempts, next_try_at)
      VALUES ($1, $2, $3, $4, $5, 'pending', 0, $6)`,
    `msg_${randomUUID()}`,
    thread,
    channel,
    now,
    JSON.stringify(payload),
    now,
  );
}

function* lastNotified(channel: Channel, change: Change): Job<Checkout> {
  if (!isPerhapsSilent(channel, change.before)) return toCheckout(change.before);
  const payload = yield* findLastPayload(change.before.id, channel);
  return payload === undefined
    ? toOpened(change.before)
    : NotificationSchema.parse(JSON.parse(payload)).data.checkout;
}
