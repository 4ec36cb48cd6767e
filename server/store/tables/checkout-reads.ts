import { toWallet } from "../../domain/wallet.ts";
import { execute, type Job, query, queryOne } from "../sql/job.ts";

export function* scheduleRead(id: string, at: number | null): Job<void> {
  yield* query("UPDATE checkouts SET read_at = $1 WHERE id = $2", at, id);
}

/** Has a checkout read before all others: a payment of it was reported. */
export function* readFirst(id: string, at: number): Job<void> {
  yield* execute("UPDATE checkouts SET reported = 1 WHERE id = $1", id);
  yield* readSoon(id, at);
}

/** A read of a checkout begins: what was reported is being looked at, and `again` is when it is read the next time. */
export function* beginRead(id: string, again: number | null): Job<void> {
  yield* execute("UPDATE checkouts SET read_at = $1, reported = 0 WHERE id = $2", again, id);
}

/** Has a checkout read at once, unless it is to be read earlier anyway. */
export function* readSoon(id: string, at: number): Job<void> {
  yield* execute(
    "UPDATE checkouts SET read_at = $1 WHERE id = $2 AND (read_at IS NULL OR read_at > $1)",
    at,
    id,
  );
}

/** Has several checkouts read before all others. */
export function* readAllFirst(seqs: readonly number[], at: number): Job<void> {
  if (seqs.length === 0) return;
  yield* execute("UPDATE checkouts SET reported = 1 WHERE seq {in numbers $1}", seqs);
  yield* readAllSoon(seqs, at);
}

/** Has several checkouts read at once, unless one is to be read earlier anyway. */
export function* readAllSoon(seqs: readonly number[], at: number): Job<void> {
  if (seqs.length === 0) return;
  yield* execute(
    "UPDATE checkouts SET read_at = $1 WHERE seq {in numbers $2} AND (read_at IS NULL OR read_at > $1)",
    at,
    seqs,
  );
}

export function* scheduleLinkRead(id: string, at: number | null): Job<void> {
  yield* query("UPDATE checkouts SET link_read_at = $1 WHERE id = $2", at, id);
}

/** The link is being read: again at `again`, unless the answer settles it. */
export function* beginLinkRead(id: string, { now, again }: { now: number; again: number }): Job<void> {
  yield* query("UPDATE checkouts SET link_seen_at = $1, link_read_at = $2 WHERE id = $3", now, again, id);
}

/** Tron wallets that differ by letter case are two. */
function nameOf(wallet: string): string {
  return toWallet(wallet) ?? wallet.toLowerCase();
}

/** Until when the payments of a wallet have been searched. */
export function* findSweep(wallet: string): Job<number | undefined> {
  const row = yield* queryOne<{ until: number }>("SELECT until FROM sweeps WHERE name = $1", nameOf(wallet));
  return row?.until;
}

export function* saveSweep(wallet: string, until: number): Job<void> {
  yield* query(
    "INSERT INTO sweeps (name, until) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET until = excluded.until",
    nameOf(wallet),
    until,
  );
}

/** When the oldest checkout that may still be paid was opened. */
export function* findOldestOpen(): Job<number | undefined> {
  const row = yield* queryOne<{ oldest: number | null }>(
    "SELECT min(created_at) AS oldest FROM checkouts WHERE status IN ('pending', 'processing', 'failed', 'partially_paid', 'review')",
  );
  return row?.oldest ?? undefined;
}
