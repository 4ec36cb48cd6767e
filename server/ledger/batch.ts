import { StoreUnavailableError } from "../store/sql/store.ts";

export interface BatchOptions<I, O> {
  /** Runs items in one transaction; the outcomes in order. It fails as a whole. */
  run: (items: readonly I[]) => Promise<O[]>;
  /** How many batches are under way at the same time. */
  atOnce: number;
}

/** Items that arrive together are run together; each gets its own outcome. */
export interface Batcher<I, O> {
  add(item: I): Promise<O>;
  /** How many items wait for a batch. */
  readonly waiting: number;
}

interface Waiting<I, O> {
  item: I;
  resolve: (outcome: O) => void;
  reject: (error: unknown) => void;
}

const MOST_ITEMS = 64;
/** Fewer than this wait for the batch that is under way: what a batch costs is shared by its items. */
const WORTH_ANOTHER = 16;
/** More than this could not be stored before their senders have given up. */
const MOST_WAITING = 5000;

/**
 * What arrives in one turn of the event loop, or while other batches are under way, is one batch. Where a batch fails, its items
 * are run one by one, so that only the failing one fails. Where the store is gone, nobody waits for nothing.
 */
export function createBatcher<I, O>({ run, atOnce }: BatchOptions<I, O>): Batcher<I, O> {
  let queue: Waiting<I, O>[] = [];
  let underWay = 0;

  async function runNext(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) await runBatch(queue.splice(0, MOST_ITEMS));
    underWay -= 1;
  }

  async function runBatch(batch: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const outcomes = await run(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index] as O);
    } catch (error) {
      if (error instanceof StoreUnavailableError && error.isGone) return refuse(batch, error);
      if (batch.length > 1) await Promise.all(batch.map((one) => runBatch([one])));
      else batch[0]?.reject(error);
    }
  }

  function refuse(batch: readonly Waiting<I, O>[], error: StoreUnavailableError): void {
    const refused = [...batch, ...queue];
    queue = [];
    for (const { reject } of refused) reject(error);
  }

  return {
    add(item) {
      if (queue.length >= MOST_WAITING)
        return Promise.reject(new StoreUnavailableError("too much waits to be stored"));
      return new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        if (underWay >= atOnce || (underWay > 0 && queue.length < WORTH_ANOTHER)) return;
        underWay += 1;
        void runNext();
      });
    },
    get waiting() {
      return queue.length;
    },
  };
}
