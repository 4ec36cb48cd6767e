import { setImmediate } from "node:timers/promises";
import type { Fact } from "../domain/facts.ts";
import type { Store } from "../store/sql/store.ts";
import type { ReadTx, WriteTx } from "../store/sql/transaction.ts";
import { type CheckoutRow, findRivals, findToChange, isLinked } from "../store/tables/checkouts.ts";
import { findFacts } from "../store/tables/facts.ts";
import { subjectsOf } from "../store/tables/subject.ts";

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
function findCandidates(tx: ReadTx, before: number, after: number): Promise<Candidate[]> {
  return tx.query(
    `SELECT seq, id, request_id, token FROM checkouts WHERE seq > $2 AND amount_paid = '0' AND unverified_since IS NULL AND held_offer_id IS NULL
      AND ((status = 'expired' AND expires_at < $1 AND updated_at < $1) OR (request_id IS NULL AND created_at < $1))
      ORDER BY seq LIMIT ${BATCH}`,
    before,
    after,
  );
}

/** Deletes a checkout with all that is known of it, if nobody has ever followed its link. True where it did. */
async function pruneOne(tx: WriteTx, id: string, before: number): Promise<boolean> {
  const row = await findToChange(tx, id);
  if (row?.amount_paid !== "0" || Math.max(row.created_at, row.updated_at) >= before) return false;
  if (isLinked(row)) {
    const facts = await findFacts(tx, row);
    if (row.status !== "expired" || facts.some(({ kind }) => !UNFOLLOWED.has(kind))) return false;
    const rivals = await findRivals(tx, row.request_id, row.token);
    if (rivals.length === 1)
      await tx.execute("DELETE FROM facts WHERE subject IN ($1, $2, $3)", ...subjectsOf(row));
  }
  await tx.execute("DELETE FROM changes WHERE checkout_seq = $1", row.seq);
  await tx.execute("DELETE FROM notifications WHERE checkout_id = $1", id);
  await tx.execute("DELETE FROM checkouts WHERE seq = $1", row.seq);
  return true;
}

async function pruneSome(tx: WriteTx, candidates: readonly Candidate[], before: number): Promise<number> {
  await tx.lock(
    candidates.flatMap(({ request_id, token }) =>
      request_id === null || token === null ? [] : subjectsOf({ request_id, token }),
    ),
  );
  let count = 0;
  for (const { id } of candidates) if (await pruneOne(tx, id, before)) count += 1;
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
    const candidates = await store.read((tx) => findCandidates(tx, before, after));
    const last = candidates.at(-1);
    if (!last) return count;
    count += await store.write((tx) => pruneSome(tx, candidates, before));
    after = last.seq;
    await setImmediate();
  }
}
