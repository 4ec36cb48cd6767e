import type { ReadTx, WriteTx } from "./transaction.ts";

/** Where the companion keeps what it must not lose. */
export interface Store {
  /** Reads what has been committed; each statement sees what has been by then. */
  read<T>(work: (tx: ReadTx) => Promise<T>): Promise<T>;
  /**
   * Runs work in a transaction of its own or one shared with others. Resolves only after the commit is on disk.
   * Work that throws leaves nothing behind and rejects with what it threw.
   * @throws {StoreUnavailableError} when the engine cannot read or write now; nothing was stored, or all of it where the
   * connection ended in the middle of the commit
   */
  write<T>(work: (tx: WriteTx) => Promise<T>, options?: WriteOptions): Promise<T>;
  close(): Promise<void>;
  /** How much work waits to be written. */
  readonly queued: number;
  /** Missing where only one companion works on a store. */
  readonly pubsub?: PubSub | undefined;
}

export interface WriteOptions {
  /** How many jobs the metrics count it as. Default 1. */
  jobs?: number | undefined;
}

/**
 * How companions on the same store are woken by each other at once. Nothing depends on it: what is missed is found in the store
 * by a fallback poll.
 */
export interface PubSub {
  /** Sends ids to the other companions, soon and at most once. */
  publish(ids: readonly string[]): void;
  /** `onIds` gets what others have published; `onGap` is called after messages may have been lost. */
  subscribe(onIds: (ids: readonly string[]) => void, onGap: () => void): void;
}

/** The engine is locked, full or gone. The caller may try again later; nothing was half-written. */
export class StoreUnavailableError extends Error {
  override name = "StoreUnavailableError";
  /** Nothing can be written now. False where perhaps only this job is in the way, such as of another one, or too large. */
  readonly isGone: boolean;

  constructor(message: string, { isGone = true, ...options }: ErrorOptions & { isGone?: boolean } = {}) {
    super(message, options);
    this.isGone = isGone;
  }
}
