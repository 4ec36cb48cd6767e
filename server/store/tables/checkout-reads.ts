import { toWallet } from "../../domain/wallet.ts";
import type { ReadTx, WriteTx } from "../sql/transaction.ts";

export async function scheduleRead(tx: WriteTx, id: string, at: number | null): Promise<void> {
  await tx.query("UPDATE checkouts SET next_request_poll_at = $1 WHERE id = $2", at, id);
}

/** Has a checkout read before all others: a payment of it was reported. */
export async function readFirst(tx: WriteTx, id: string, at: number): Promise<void> {
  await tx.execute("UPDATE checkouts SET reported = 1 WHERE id = $1", id);
  await readSoon(tx, id, at);
}

/** A read of a checkout begins: what was reported is being looked at, and `again` is when it is read the next time. */
export async function beginRead(tx: WriteTx, id: string, again: number | null): Promise<void> {
  await tx.execute("UPDATE checkouts SET next_request_poll_at = $1, reported = 0 WHERE id = $2", again, id);
}

/** Has a checkout read at once, unless it is to be read earlier anyway. */
export async function readSoon(tx: WriteTx, id: string, at: number): Promise<void> {
  await tx.execute(
    "UPDATE checkouts SET next_request_poll_at = $1 WHERE id = $2 AND (next_request_poll_at IS NULL OR next_request_poll_at > $1)",
    at,
    id,
  );
}

/** Has several checkouts read before all others. */
export async function readAllFirst(tx: WriteTx, seqs: readonly number[], at: number): Promise<void> {
  if (seqs.length === 0) return;
  await tx.execute("UPDATE checkouts SET reported = 1 WHERE seq {in numbers $1}", seqs);
  await readAllSoon(tx, seqs, at);
}

/** Has several checkouts read at once, unless one is to be read earlier anyway. */
export async function readAllSoon(tx: WriteTx, seqs: readonly number[], at: number): Promise<void> {
  if (seqs.length === 0) return;
  await tx.execute(
    "UPDATE checkouts SET next_request_poll_at = $1 WHERE seq {in numbers $2} AND (next_request_poll_at IS NULL OR next_request_poll_at > $1)",
    at,
    seqs,
  );
}

export async function scheduleLinkRead(tx: WriteTx, id: string, at: number | null): Promise<void> {
  await tx.query("UPDATE checkouts SET next_link_poll_at = $1 WHERE id = $2", at, id);
}

/** The link is being read: again at `again`, unless the answer settles it. */
export async function beginLinkRead(
  tx: WriteTx,
  id: string,
  { now, again }: { now: number; again: number },
): Promise<void> {
  await tx.query(
    "UPDATE checkouts SET link_read_at = $1, next_link_poll_at = $2 WHERE id = $3",
    now,
    again,
    id,
  );
}

/** The cursor of a wallet: until when its payments have been searched. Tron wallets that differ by letter case are two. */
export function walletCursor(wallet: string): string {
  return toWallet(wallet) ?? wallet.toLowerCase();
}

/** When the oldest checkout that may still be paid was opened. */
export async function findOldestOpen(tx: ReadTx): Promise<number | undefined> {
  const row = await tx.queryOne<{ oldest: number | null }>(
    "SELECT min(created_at) AS oldest FROM checkouts WHERE status IN ('pending', 'processing', 'failed', 'partially_paid', 'review')",
  );
  return row?.oldest ?? undefined;
}
