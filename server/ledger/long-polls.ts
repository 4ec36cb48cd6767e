/** Wakes the long polls of a checkout when it changes. */
export interface LongPolls {
  publish(ids: readonly string[]): void;
  /** Wakes those who wait here: another companion has published it. */
  wake(ids: readonly string[]): void;
  /** Somebody has looked: wakes whoever knows another version. */
  compare(id: string, etag: string): void;
  /** Waits until the checkout changes, the time is over, the caller ends it, or the companion closes. */
  wait(id: string, options: WaitOptions): Waiting;
  /** Lets everybody go, and from now on at once. */
  close(): void;
  /** What is waited for now. */
  ids(): string[];
  /** How many wait now. */
  readonly waiting: number;
}

export interface WaitOptions {
  timeoutMs: number;
  /** The version that the caller has. */
  known?: string | undefined;
}

/** Ten thousand may wait: what each of them takes is counted (`npm run bench -- --only polls`). */
export interface Waiting {
  readonly over: Promise<void>;
  /** Waits no more, as often as it is called. */
  readonly end: () => void;
}

interface Waiter {
  end: () => void;
  known: string | undefined;
}

/** `onPublish` is called whenever anything has changed here. */
export function createLongPolls(onPublish: (ids: readonly string[]) => void = () => {}): LongPolls {
  const waiting = new Map<string, Set<Waiter>>();
  let count = 0;
  let closed = false;

  function wake(ids: readonly string[]): void {
    for (const id of ids) for (const { end } of [...(waiting.get(id) ?? [])]) end();
  }

  return {
    publish(ids) {
      if (ids.length > 0) onPublish(ids);
      wake(ids);
    },
    wake,
    compare(id, etag) {
      for (const { end, known } of [...(waiting.get(id) ?? [])])
        if (known !== undefined && known !== etag) end();
    },
    wait(id, { timeoutMs, known }) {
      const { promise: over, resolve } = Promise.withResolvers<void>();
      if (closed) resolve();
      if (closed) return { over, end: resolve };
      const group = waiting.get(id) ?? new Set();
      const waiter = { end, known };
      const timer = setTimeout(end, timeoutMs);
      function end(): void {
        if (!group.delete(waiter)) return;
        clearTimeout(timer);
        if (group.size === 0) waiting.delete(id);
        count -= 1;
        resolve();
      }
      waiting.set(id, group.add(waiter));
      count += 1;
      return { over, end };
    },
    close() {
      closed = true;
      wake([...waiting.keys()]);
    },
    ids: () => [...waiting.keys()],
    get waiting() {
      return count;
    },
  };
}
