import type { DatabaseSync } from "node:sqlite";
import { isBusy } from "./faults.ts";

const LOCK_RETRY_MS = 20;
/** How long the start waits for another process. */
const OPEN_TIMEOUT_MS = 5000;

/** Waits for whoever writes now, as long as a start may take. */
export async function inTransaction(db: DatabaseSync, work: () => Promise<void>): Promise<void> {
  if (!(await lock(db, OPEN_TIMEOUT_MS))) throw new Error("the database is locked by another process");
  try {
    await work();
    db.exec("COMMIT");
  } catch (error) {
    rollback(db);
    throw error;
  }
}

/** Never throws: what cannot be rolled back now is rolled back by SQLite itself when the connection ends. */
export function rollback(db: DatabaseSync): void {
  try {
    if (db.isTransaction) db.exec("ROLLBACK");
  } catch {}
}

/**
 * Opens the transaction. SQLite's own waiting would block the event loop, so the waiting is done here. False where another
 * process, or another store of this one, has the lock for longer.
 * @throws what SQLite refuses for another reason
 */
export async function lock(db: DatabaseSync, timeoutMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    try {
      db.exec("BEGIN IMMEDIATE");
      return true;
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > giveUpAt) return false;
      await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
    }
  }
}
