import type { Store } from "../store/sql/store.ts";
import type { WriteTx } from "../store/sql/transaction.ts";
import { createBatcher } from "./batch.ts";
import type { FoldContext } from "./fold.ts";
import type { Item, Outcome } from "./item.ts";
import { recordFacts } from "./record-facts.ts";

/** How facts get into the store, and what follows once they are there. */
export interface Ledger {
  /** Records an item in one transaction with others that arrive at the same time. */
  record(item: Item): Promise<Outcome>;
  /** Runs work in a transaction of its own; `recordFacts` is one of its steps. */
  write<T>(work: (tx: WriteTx, context: FoldContext) => Promise<T>): Promise<T>;
  /** What orders are derived with now. */
  context(): Omit<FoldContext, "changed">;
  /** How much waits to be written. */
  readonly queued: number;
}

export interface LedgerOptions {
  store: Store;
  context: () => Omit<FoldContext, "changed">;
  /** Called after each commit that has changed checkouts, with their ids. */
  afterCommit: (ids: readonly string[]) => void;
}

/** Batches that are under way at the same time where the engine has several connections: one is stored while the next is read. */
const BATCHES = 2;

export function createLedger({ store, context, afterCommit }: LedgerOptions): Ledger {
  async function write<T>(
    work: (tx: WriteTx, context: FoldContext) => Promise<T>,
    jobs?: number,
  ): Promise<T> {
    // It may be run several times: what counts is what the last run has changed.
    let changed = new Set<string>();
    const value = await store.write(
      (tx) => {
        changed = new Set();
        return work(tx, { ...context(), changed });
      },
      { jobs },
    );
    if (changed.size > 0) afterCommit([...changed]);
    return value;
  }

  const batcher = createBatcher<Item, Outcome>({
    run: (items) => write((tx, current) => recordFacts(tx, items, current), items.length),
    atOnce: store.pubsub ? BATCHES : 1,
  });
  return {
    record: batcher.add,
    write: (work) => write(work),
    context,
    get queued() {
      return store.queued + batcher.waiting;
    },
  };
}
