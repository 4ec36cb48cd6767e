import { StoreUnavailableError } from "../sql/store.ts";

/** SQLite's primary result codes for a machine that cannot read or write now: busy, locked, full, gone … */
const MACHINE_FAULTS = new Set([5, 6, 8, 10, 11, 13, 14, 15, 26]);

const BUSY = 5;
const FULL = 13;

/** Another process, or another store of this one, has the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === BUSY;
}

/** What the machine refuses can be tried again; anything else is a fault of the work. */
export function toStoreError(error: unknown): unknown {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : undefined;
  return code !== undefined && MACHINE_FAULTS.has(code)
    ? new StoreUnavailableError((error as Error).message, { cause: error, isGone: code !== FULL })
    : error;
}
