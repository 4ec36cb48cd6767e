import type { ReadTx, WriteTx } from "../sql/transaction.ts";

/** A row of `changes`: a step in an order's timeline. */
export interface ChangeRow {
  seq: number;
  at: number;
  cause: string;
  previous_status: string;
  /** The checkout after it, as JSON. */
  checkout: string;
}

export type NewChange = Omit<ChangeRow, "seq"> & { checkout_seq: number };

export async function insertChanges(tx: WriteTx, changes: readonly NewChange[]): Promise<void> {
  await tx.executeEach(
    "INSERT INTO changes (checkout_seq, at, cause, previous_status, checkout) VALUES ($1, $2, $3, $4, $5)",
    ["bigint", "bigint", "text", "text", "text"],
    changes.map((change) => [
      change.checkout_seq,
      change.at,
      change.cause,
      change.previous_status,
      change.checkout,
    ]),
  );
}

export function findChanges(tx: ReadTx, checkoutSeq: number): Promise<ChangeRow[]> {
  return tx.query(
    "SELECT seq, at, cause, previous_status, checkout FROM changes WHERE checkout_seq = $1 ORDER BY seq",
    checkoutSeq,
  );
}
