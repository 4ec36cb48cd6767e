import type { ReadTx, WriteTx } from "../sql/transaction.ts";

/** When slots of a shared budget are free, in milliseconds since 1970, by name. Those that were never taken are missing. */
export async function findSlots(tx: ReadTx, names: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ name: string; free_at: number }>(
    "SELECT name, free_at FROM rate_slots WHERE name {in $1}",
    names,
  );
  return new Map(rows.map(({ name, free_at }) => [name, free_at]));
}

export async function saveSlot(tx: WriteTx, name: string, freeAt: number): Promise<void> {
  await tx.execute(
    "INSERT INTO rate_slots (name, free_at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET free_at = excluded.free_at",
    name,
    freeAt,
  );
}
