import type { Job } from "./job.ts";

/** Where the companion keeps what it must not lose. */
export interface Store {
  /** Runs a job that only reads, on what has been committed. */
  read<T>(job: () => Job<T>): Promise<T>;
  /**
   * Runs a job in a transaction of its own or one shared with others. Resolves only after the commit is on disk.
   * A job that throws leaves nothing behind and rejects with what it threw.
   * @throws {StoreUnavailable} when the engine cannot read or write now; nothing was stored
   */
  write<T>(job: () => Job<T>): Promise<T>;
  close(): Promise<void>;
  /** How many jobs wait to be written. */
  readonly queued: number;
}

/** The engine is locked, full or gone. The caller may try again later; nothing was half-written. */
export class StoreUnavailable extends Error {
  override name = "StoreUnavailable";
}
