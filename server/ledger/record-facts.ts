import type { Fact } from "../domain/facts.ts";
import { RETRIES_MS } from "../domain/read-schedule.ts";
import { toStoredText } from "../store/sql/statement.ts";
import type { WriteTx } from "../store/sql/transaction.ts";
import { insertChanges } from "../store/tables/changes.ts";
import { readAllFirst, readAllSoon } from "../store/tables/checkout-reads.ts";
import {
  findClaimants,
  type LinkedRow,
  moveOffers,
  saveStandings,
  withStanding,
} from "../store/tables/checkouts.ts";
import { insertDeliveries } from "../store/tables/deliveries.ts";
import { findFactsOf, findKnown, insertFacts } from "../store/tables/facts.ts";
import { subjectsOf } from "../store/tables/subject.ts";
import { type FoldContext, policyOf, toStanding } from "./fold.ts";
import type { Cause, Item, Outcome } from "./item.ts";
import { factsToLookUp, leaveOutKnown } from "./leave-out-known.ts";
import { enqueue } from "./notification.ts";
import { isDoubtful, isOnTimeline, isUnverified, toChange } from "./timeline.ts";

/**
 * The only way in which facts are added and orders change: lock · load the orders · add facts · derive · save · timeline ·
 * outbox. A batch takes a fixed number of statements, and each order is folded once, whatever a batch states of it. The
 * ids of the orders that change are left in `context.changed`, for the commit hook. A batch fails as a whole.
 */
export async function recordFacts(
  tx: WriteTx,
  items: readonly Item[],
  context: FoldContext,
): Promise<Outcome[]> {
  const subjects = [...new Set(items.flatMap(subjectsNamed))];
  await tx.lock(subjects);
  const [orders, known] = await Promise.all([
    findOrders(tx, subjects),
    findKnown(tx, items.flatMap(factsToLookUp)),
  ]);
  const fresh = await leaveOutKnown(tx, items, known, (subject) => orders.has(subject));
  const deliveries = fresh.flatMap(({ item }) => ("delivery" in item.from ? [item.from.delivery] : []));
  const numbers = (await insertDeliveries(tx, deliveries, context.now)).values();

  const entries = fresh.map(({ item, facts }) => {
    const delivery = "delivery" in item.from ? (numbers.next().value ?? null) : null;
    const cause: Cause = "cause" in item.from ? item.from.cause : `delivery:${delivery ?? 0}`;
    const named = subjectsNamed(item).flatMap((subject) => orders.get(toStoredText(subject)) ?? []);
    const touched = [...new Set(named)].filter((order) => !item.skips?.(order));
    const isNothing = (item.facts.length > 0 && facts.length === 0) || (item.skips && touched.length === 0);
    return { item, delivery, cause, touched, facts: isNothing ? [] : facts, isNothing };
  });
  const added = entries.flatMap(({ facts, delivery }) =>
    facts.map((fact) => ({ ...fact, delivery, seenAt: context.now })),
  );
  await insertFacts(tx, added);
  const causes = entries.flatMap(({ touched, cause, isNothing }) =>
    isNothing ? [] : touched.map((order) => [order, cause] as const),
  );
  const folded = await refold(tx, new Map(causes), context);
  const ordersOf = new Map(
    entries.map(({ item, touched }) => [
      item,
      touched.map((before) => ({ before, after: folded.get(before) ?? before })),
    ]),
  );
  return items.map((item) => ({ isDuplicate: !ordersOf.has(item), orders: ordersOf.get(item) ?? [] }));
}

function subjectsNamed({ facts, subjects = [] }: Item): string[] {
  return [...facts.map(({ subject }) => subject), ...subjects];
}

/** The orders that claim any of these subjects, by subject, locked. */
async function findOrders(tx: WriteTx, subjects: readonly string[]): Promise<Map<string, LinkedRow[]>> {
  const rows = await findClaimants(tx, subjects);
  const bySubject = new Map<string, LinkedRow[]>();
  for (const row of rows)
    for (const subject of subjectsOf(row)) bySubject.set(subject, [...(bySubject.get(subject) ?? []), row]);
  return bySubject;
}

/** Derives orders, whose rows are locked, from all their facts, and saves what has changed. What each row is after that. */
export async function refold(
  tx: WriteTx,
  causes: ReadonlyMap<LinkedRow, Cause>,
  context: FoldContext,
): Promise<Map<LinkedRow, LinkedRow>> {
  if (causes.size === 0) return new Map();
  const { policy, now, channels } = context;
  const orders = [...causes.keys()];
  const facts = await findFactsOf(
    tx,
    orders.map((order) => ({ id: order.id, subjects: subjectsOf(order) })),
  );
  const changes = orders.map((before) => {
    const own: readonly Fact[] = facts.get(before.id) ?? [];
    const after = withStanding(before, toStanding(before, own, context), now) ?? before;
    return { before, after, facts: own, policy: policyOf(before, policy), now };
  });
  const changed = changes.filter(({ before, after }) => after !== before);
  await saveStandings(
    tx,
    changed.map(({ after }) => after),
  );
  const moved = changed.filter(({ before, after }) => before.status !== after.status);
  await moveOffers(
    tx,
    moved.map(({ after }) => after),
  );
  // What verifies money by clean labels, or finds its wallet, is a read: it is waited for.
  const waiting = changed.filter(({ before, after }) => isUnverified(after) && !isUnverified(before));
  await readAllFirst(
    tx,
    waiting.map(({ after }) => after.seq),
    now,
  );
  const recorded = changed.filter(({ before, after }) => isOnTimeline(before, after));
  await insertChanges(
    tx,
    recorded.map((change) => toChange(change, causes.get(change.before) as Cause)),
  );
  const doubtful = recorded.filter(({ after }) => isDoubtful(after));
  await readAllSoon(
    tx,
    doubtful.map(({ after }) => after.seq),
    now + RETRIES_MS,
  );
  // A fact that leaves the row as it is may still end the wait of an e-mail.
  await enqueue(tx, changes, channels);
  for (const { after } of changed) context.changed.add(after.id);
  return new Map(changes.map(({ before, after }) => [before, after]));
}
