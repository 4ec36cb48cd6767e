import type { WriteTx } from "../sql/transaction.ts";

/** Calls of one caller within a period. */
export interface Calls {
  name: string;
  calls: number;
}

/** Counts calls, and forgets the periods before the last one. How many each caller has made in the period by now. */
export async function countCalls(
  tx: WriteTx,
  callers: readonly Calls[],
  period: number,
): Promise<Map<string, number>> {
  // In one order, so that no two companions wait for each other.
  const rows = [...callers].sort((a, b) => (a.name < b.name ? -1 : 1));
  const totals = await tx.queryEach<{ name: string; count: number }>(
    `INSERT INTO rate_limit_counters (name, period, count) VALUES ($1, $2, $3) ON CONFLICT (name, period) DO UPDATE
      SET count = rate_limit_counters.count + excluded.count RETURNING name, count`,
    ["text", "bigint", "bigint"],
    rows.map(({ name, calls }) => [name, period, calls]),
  );
  await tx.query("DELETE FROM rate_limit_counters WHERE period < $1", period - 1);
  return new Map(totals.map(({ name, count }) => [name, count]));
}
