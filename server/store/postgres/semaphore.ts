import { StoreUnavailableError } from "../sql/store.ts";

/** Lets in so many at a time; who comes first is let in first. */
export interface Semaphore {
  /** @throws {StoreUnavailableError} where too many wait already */
  pass<T>(work: () => Promise<T>): Promise<T>;
  /** Sends away all who wait. */
  clear(reason: StoreUnavailableError): void;
  readonly waiting: number;
}

/** More than this could not be served before they have given up. */
const MAX_WAITING = 5000;

export function createSemaphore(atOnce: number): Semaphore {
  let inside = 0;
  let queue: { enter: () => void; leave: (reason: StoreUnavailableError) => void }[] = [];

  async function enter(): Promise<void> {
    if (inside < atOnce) {
      inside += 1;
      return;
    }
    if (queue.length >= MAX_WAITING) throw new StoreUnavailableError("too much waits for the database");
    await new Promise<void>((enter, leave) => queue.push({ enter, leave }));
  }

  function leave(): void {
    const next = queue.shift();
    if (next) next.enter();
    else inside -= 1;
  }

  return {
    async pass(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
    clear(reason) {
      const waiting = queue;
      queue = [];
      for (const { leave } of waiting) leave(reason);
    },
    get waiting() {
      return queue.length;
    },
  };
}
