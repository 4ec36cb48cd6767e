import { type Checkout, type Notification, NotificationSchema } from "../contract/contract.ts";
import type { Fact } from "../domain/facts.ts";
import type { OrderPolicy } from "../domain/order.ts";
import type { WriteTx } from "../store/sql/transaction.ts";
import type { LinkedRow } from "../store/tables/checkouts.ts";
import {
  type Channel,
  findLastPayloads,
  insertNotifications,
  type NewNotification,
} from "../store/tables/notifications.ts";
import { isNews, isNotified, isPerhapsSilent, toOpened } from "./news.ts";
import { toCheckout } from "./to-checkout.ts";

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
 * Puts changes into the outbox, in the transaction that made them, where they are news to a channel. Unverified and refuted
 * orders send nothing; what follows is compared with the last notification.
 */
export async function enqueue(
  tx: WriteTx,
  changes: readonly Change[],
  channels: readonly Channel[],
): Promise<void> {
  const notified = changes.flatMap((change) =>
    channels.filter((channel) => isNotified(channel, change)).map((channel) => ({ channel, change })),
  );
  const payloads = await findLastPayloads(
    tx,
    notified
      .filter(({ channel, change }) => isPerhapsSilent(channel, change.before))
      .map(({ channel, change }) => ({ channel, checkoutId: change.before.id })),
  );
  const news = notified.flatMap(({ channel, change }): NewNotification[] => {
    const last = lastNotified(channel, change, payloads);
    if (!isNews(channel, last, toCheckout(change.after))) return [];
    return [{ channel, thread: change.after.id, payload: toNotification(change, last.status) }];
  });
  await insertNotifications(tx, news, changes[0]?.now ?? 0);
}

function lastNotified(channel: Channel, change: Change, payloads: ReadonlyMap<string, string>): Checkout {
  if (!isPerhapsSilent(channel, change.before)) return toCheckout(change.before);
  const payload = payloads.get(`${change.before.id} ${channel}`);
  return payload === undefined
    ? toOpened(change.before)
    : NotificationSchema.parse(JSON.parse(payload)).data.checkout;
}
