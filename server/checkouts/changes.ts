/** Tells those who wait for a checkout that it has changed. */
export interface Changes {
  publish(ids: readonly string[]): void;
  /** Resolves when the checkout changes, the time is over, the caller goes away, or the companion closes. */
  wait(id: string, options: { timeoutMs: number; signal: AbortSignal }): Promise<void>;
  /** Lets everybody go, and from now on at once. */
  close(): void;
  /** How many wait now. */
  readonly waiting: number;
}

/** `onPublish` is called whenever anything has changed. */
export function createChanges(onPublish: () => void = () => {}): Changes {
  const waiting = new Map<string, Set<() => void>>();
  let count = 0;
  let closed = false;

  return {
    publish(ids) {
      if (ids.length > 0) onPublish();
      for (const id of ids) for (const wake of [...(waiting.get(id) ?? [])]) wake();
    },
    wait(id, { timeoutMs, signal }) {
      if (closed || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const group = waiting.get(id) ?? new Set();
        const wake = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", wake);
          group.delete(wake);
          if (group.size === 0) waiting.delete(id);
          count -= 1;
          resolve();
        };
        const timer = setTimeout(wake, timeoutMs);
        signal.addEventListener("abort", wake);
        waiting.set(id, group.add(wake));
        count += 1;
      });
    },
    close() {
      closed = true;
      for (const group of [...waiting.values()]) for (const wake of [...group]) wake();
    },
    get waiting() {
      return count;
    },
  };
}
