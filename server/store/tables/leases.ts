import type { WriteTx } from "../sql/transaction.ts";

/** Something that only one companion on a store does at a time. */
export interface Lease {
  name: string;
  /** Who has it. */
  holder: string;
  /** Milliseconds since 1970. */
  now: number;
  /** Somebody who does not come back loses it after this. */
  ttlMs: number;
}

/** Takes a lease, or keeps it. False where somebody else has it. */
export async function takeLease(tx: WriteTx, { name, holder, now, ttlMs }: Lease): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO leases (name, holder, until) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE
      SET holder = excluded.holder, until = excluded.until
      WHERE leases.until <= $4 OR leases.holder = excluded.holder RETURNING name`,
    name,
    holder,
    now + ttlMs,
    now,
  );
  return rows.length > 0;
}

export async function releaseLease(
  tx: WriteTx,
  { name, holder }: Pick<Lease, "name" | "holder">,
): Promise<void> {
  await tx.query("DELETE FROM leases WHERE name = $1 AND holder = $2", name, holder);
}
