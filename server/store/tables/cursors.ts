import type { ReadTx, WriteTx } from "../sql/transaction.ts";

/** How far a reader has got: a date in milliseconds since 1970, or a running number. Undefined where it has not begun. */
export async function findCursor(tx: ReadTx, name: string): Promise<number | undefined> {
  const row = await tx.queryOne<{ value: number }>("SELECT value FROM cursors WHERE name = $1", name);
  return row?.value;
}

export async function saveCursor(tx: WriteTx, name: string, value: number): Promise<void> {
  await tx.execute(
    "INSERT INTO cursors (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    name,
    value,
  );
}
