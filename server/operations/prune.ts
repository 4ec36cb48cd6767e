import { setImmediate } from "node:timers/promises";
import { type CheckoutRow, findToChange } from "../checkouts/checkout-table.ts";
import { findFacts } from "../checkouts/fact-table.ts";
import { findRivals } from "../checkouts/rival-table.ts";
import type { Fact } from "../domain/facts.ts";
import { execute, type Job, lock, query } from "../store/job.ts";
import type { Store } from "../store/store.ts";
import { claimSubject, tokenSubject } from "../webhooks/event-to-facts.ts";

/** What companion and reads know of a link that nobody has ever followed. Everything else tells of a payer or of the merchant. */
const UNFOLLOWED: ReadonlySet<Fact["kind"]> = new Set([
  "link",
  "request",
  "calibration",
  "closed",
  "named",
  "claim",
]);
/** Few enough that a webhook behind them does not wait for long. */
const BATCH = 50;

type Candidate = Pick<CheckoutRow, "seq" | "id" | "request_id" | "token">;

/** Checkouts that may be pruned, after a running number: long expired and unpaid, or without a link for as long. */
function findCandidates(before: number, after: number): Job<Candidate[]> {
  return query(
    `SELECT seq, id, request_id, token FROM checkouts WHERE seq > $2 AND amount_paid = '0' AND unverified_since IS NULL AND live_offer_id IS NULL
      AND ((status = 'expired' AND expires_at < $1 AND updated_at < $1) OR (request_id IS NULL AND created_at < $1))
      ORDER BY seq LIMIT ${BATCH}`,
    before,
    after,
  );
}

/** What the facts of a checkout are filed under. */
function subjectsOf({ request_id, token }: Pick<CheckoutRow, "request_id" | "token">): string[] {
  return request_id === null || token === null
    ? []
    : [request_id, tokenSubject(token), claimSubject(request_id)];
}

/** Deletes a checkout with all that is known of it, if nobody has ever followed its link. True where it did. */
function* pruneOne(id: string, before: number): Job<boolean> {
  const row = yield* findToChange(id);
  if (row?.amount_paid !== "0" || Math.max(row.created_at, row.updated_at) >= before) return false;
  const { request_id: requestId, token } = row;
  if (requestId !== null && token !== null) {
    const facts = yield* findFacts(requestId, tokenSubject(token));
    if (row.status !== "expired" || facts.some(({ kind }) => !UNFOLLOWED.has(kind))) return false;
    const rivals = yield* findRivals(requestId, token);
    if (rivals.length === 1)
      yield* execute("DELETE FROM facts WHERE subject IN ($1, $2, $3)", ...subjectsOf(row));
  }
  yield* execute("DELETE FROM changes WHERE checkout_seq = $1", row.seq);
  yield* execute("DELETE FROM notifications WHERE checkout_id = $1", id);
  yield* execute("DELETE FROM checkouts WHERE seq = $1", row.seq);
  return true;
}

function* pruneSome(candidates: readonly Candidate[], before: number): Job<number> {
  yield* lock(candidates.flatMap(subjectsOf));
  let count = 0;
  for (const { id } of candidates) if (yield* pruneOne(id, before)) count += 1;
  return count;
}

/**
 * Deletes the checkouts that expired before a moment, were never paid, and that no payer has ever followed to the payment page. What is
 * odd is passed over. How many there were.
 */
export async function pruneCheckouts(store: Store, before: number): Promise<number> {
  let count = 0;
  let after = 0;
  for (;;) {
    const candidates = await store.read(() => findCandidates(before, after));
    const last = candidates.at(-1);
    if (!last) return count;
    count += await store.write(() => pruneSome(candidates, before));
    after = last.seq;
    await setImmediate();
  }
}
