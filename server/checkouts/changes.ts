/** Tells those who wait for a checkout that it has changed. */
export interface Changes {
  publish(ids: readonly string[]): void;
  /** Somebody else has published it. */
  hear(ids: readonly string[]): void;
  /** Somebody has looked: wakes whoever knows another version. */
  compare(id: string, etag: string): void;
  /** Resolves when the checkout changes, the time is over, the caller goes away, or the companion closes. */
  wait(id: string, options: WaitOptions): Promise<void>;
  /** Lets everybody go, and from now on at once. */
  close(): void;
  /** What is waited for now. */
  ids(): string[];
  /** How many wait now. */
  readonly waiting: number;
}

export interface WaitOptions {
  timeoutMs: number;
  signal: AbortSignal;
  /** The version that the caller has. */
  known?: string | undefined;
}

interface Waiter {
  wake: () => void;
  known: string | undefined;
}

/** `onPublish` is called whenever anything has changed here. */
export function createChanges(onPublish: (ids: readonly string[]) => void = () => {}): Changes {
  const waiting = new Map<string, Set<Waiter>>();
  let count = 0;
  let closed = false;

  function hear(ids: readonly string[]): void {
    for (const id of ids) for (const { wake } of [...(waiting.get(id) ?? [])]) wake();
  }

  return {
    publish(ids) {
      if (ids.length > 0) onPublish(ids);
      hear(ids);
    },
    hear,
    compare(id, etag) {
      for (const { wake, known } of [...(waiting.get(id) ?? [])])
        if (known !== undefined && known !== etag) wake();
    },
    wait(id, { timeoutMs, signal, known }) {
      if (closed || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const group = waiting.get(id) ?? new Set();
        const waiter = { wake, known };
        function wake(): void {
          clearTimeout(timer);
          signal.removeEventListener("abort", wake);
          group.delete(waiter);
          if (group.size === 0) waiting.delete(id);
          count -= 1;
          resolve();
        }
        const timer = setTimeout(wake, timeoutMs);
        signal.addEventListener("abort", wake);
        waiting.set(id, group.add(waiter));
        count += 1;
      });
    },
    close() {
      closed = true;
      hear([...waiting.keys()]);
    },
    ids: () => [...waiting.keys()],
    get waiting() {
      return count;
    },
  };
}
