import type { WriteTx } from "../sql/transaction.ts";

/** Writes one row, always the same: whether the store takes a write is only known by one. */
export async function saveReadinessCheck(tx: WriteTx, at: number): Promise<void> {
  await tx.query(
    "INSERT INTO readiness_checks (name, at) VALUES ('readyz', $1) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
    at,
  );
}
