import type { Store } from "../store/sql/store.ts";
import type { WriteTx } from "../store/sql/transaction.ts";

const DAY_MS = 24 * 60 * 60_000;
/** Smaller steps are everyday: several machines agree to a second, and clocks are kept right in small steps. */
const STEP_MS = 1500;
/** No notification waits longer for its next attempt, and no order longer for its next read. */
const LONGEST = {
  next_try_at: 60 * 60_000,
  next_request_poll_at: DAY_MS,
  next_link_poll_at: DAY_MS,
} as const;

const TIMES = [
  { table: "notifications", column: "next_try_at", condition: "state = 'pending'" },
  { table: "checkouts", column: "next_request_poll_at", condition: "request_id IS NOT NULL" },
  { table: "checkouts", column: "next_link_poll_at", condition: "request_id IS NOT NULL" },
] as const;

/**
 * Brings back what a clock that was ahead has put off. Checkouts that expired in what is the future now are derived and read anew. What
 * waits for a moment waits `jumpMs` less; where the step is not known, because it was made while nobody looked, what waits longer than
 * anything does is due now.
 */
export async function bringBack(tx: WriteTx, now: number, jumpMs?: number): Promise<void> {
  await tx.execute(
    "UPDATE checkouts SET expiry_check_at = $1, next_request_poll_at = $1 WHERE status = 'expired' AND updated_at > $2",
    now,
    now + STEP_MS,
  );
  for (const { table, column, condition } of TIMES) {
    if (jumpMs === undefined)
      await tx.execute(
        `UPDATE ${table} SET ${column} = $1 WHERE ${condition} AND ${column} > $2`,
        now,
        now + LONGEST[column] + STEP_MS,
      );
    else
      await tx.execute(
        `UPDATE ${table} SET ${column} = CASE WHEN ${column} - $1 < $2 THEN $2 ELSE ${column} - $1 END
          WHERE ${condition} AND ${column} > $2`,
        jumpMs,
        now,
      );
  }
}

export interface ClockReturnOptions {
  store: Store;
  log: Record<"warn" | "error", (details: object, message: string) => void>;
}

/** Notices when the clock was set back, as often as it is handed the time; the first call repairs what happened before the start. */
export function createClockReturn({ store, log }: ClockReturnOptions): (now: number) => Promise<void> {
  let last: number | undefined;
  /** What could not be repaired yet. */
  let owed: { jumpMs: number | undefined } | undefined = { jumpMs: undefined };

  return async (now) => {
    const jumpMs = last === undefined ? 0 : last - now;
    last = now;
    if (jumpMs > STEP_MS) {
      log.warn({ jumpMs }, "the clock was set back: what waits for a moment is brought back with it");
      owed = { jumpMs: jumpMs + (owed?.jumpMs ?? 0) };
    }
    if (!owed) return;
    const { jumpMs: back } = owed;
    await store.write((tx) => bringBack(tx, now, back));
    owed = undefined;
  };
}
