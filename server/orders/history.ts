import type { Delivery, OrderHistory } from "../contract/contract.ts";
import { deriveBinding } from "../domain/binding.ts";
import { type Fact, type FactSource, factsOfKind } from "../domain/facts.ts";
import type { OrderPolicy } from "../domain/order.ts";
import { deriveTerms } from "../domain/terms.ts";
import { toOrder as toDomainOrder } from "../ledger/fold.ts";
import type { ReadTx } from "../store/sql/transaction.ts";
import { findChanges } from "../store/tables/changes.ts";
import type { LinkedRow } from "../store/tables/checkouts.ts";
import { type DeliveryRow, findDeliveriesOf } from "../store/tables/deliveries.ts";
import { findFacts } from "../store/tables/facts.ts";
import { findNotifications } from "../store/tables/notifications.ts";
import { tokenSubject } from "../store/tables/subject.ts";
import { toOrder } from "./order.ts";

/** An order with everything that has happened to it. `policy` counts for orders of an earlier release. */
export async function loadHistory(tx: ReadTx, row: LinkedRow, policy: OrderPolicy): Promise<OrderHistory> {
  const facts = await findFacts(tx, row);
  const changes = await findChanges(tx, row.seq);
  const deliveries = await findDeliveriesOf(tx, row.request_id, tokenSubject(row.token));
  const notifications = await findNotifications(tx, row.id);
  const hashes = facts.flatMap((fact) =>
    "txHash" in fact && fact.txHash ? [fact.txHash.toLowerCase()] : [],
  );
  const order = toDomainOrder(row, policy);
  const terms = deriveTerms(order, facts, deriveBinding(order, facts));
  return {
    ...toOrder(row),
    txHashes: [...new Set(hashes)],
    termsReasons: [...terms.reasons],
    termsSources: [...new Set([...terms.sources, ...bindingSources(facts, row.request_id)])],
    resolutions: resolutionsOf(facts, row).map(({ as, note, at }) => ({ as, note, at: toIso(at) })),
    changes: changes.map(({ at, cause, previous_status, checkout }) => ({
      at: toIso(at),
      cause,
      previousStatus: previous_status as OrderHistory["status"],
      checkout: JSON.parse(checkout),
    })),
    deliveries: deliveries.map((delivery) => ({
      ...toDelivery(delivery),
      changedTo: changes
        .filter(({ cause }) => cause === `delivery:${delivery.seq}`)
        .map(({ checkout }) => JSON.parse(checkout).status),
    })),
    facts: facts.flatMap(({ source, seenAt, kind, ...says }) =>
      kind === "claim" ? [] : [{ source, seenAt: toIso(seenAt), kind, says }],
    ),
    notifications: notifications.map((notification) => ({
      id: notification.id,
      channel: notification.channel,
      type: JSON.parse(notification.payload).type,
      createdAt: toIso(notification.created_at),
      state: notification.state,
      attempts: notification.attempts,
      nextTryAt: notification.state === "pending" ? toIso(notification.next_try_at) : null,
      lastError: notification.last_error,
      sentAt: notification.sent_at === null ? null : toIso(notification.sent_at),
    })),
  };
}

function resolutionsOf(facts: readonly Fact[], { request_id }: LinkedRow) {
  return factsOfKind(facts, "resolution").filter(({ requestId = request_id }) => requestId === request_id);
}

/** Deliveries that name the link's token, but not the order's request. */
function bindingSources(facts: readonly Fact[], requestId: string): FactSource[] {
  return factsOfKind(facts, "named").flatMap(({ source, ofToken, requestIds }) =>
    ofToken === true && requestIds.length > 0 && !requestIds.includes(requestId) ? [source] : [],
  );
}

/** A delivery as the merchant sees it; its body as text, as it came. */
export function toDelivery(row: DeliveryRow): Delivery {
  return {
    seq: row.seq,
    receivedAt: toIso(row.received_at),
    deliveryId: row.delivery_id,
    test: row.test === 1,
    state: row.state as Delivery["state"],
    problem: row.problem,
    event: row.event,
    body: Buffer.from(row.body).toString("utf8"),
  };
}

function toIso(time: number): string {
  return new Date(time).toISOString();
}
