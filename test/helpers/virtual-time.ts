import { setImmediate } from "node:timers/promises";

/** Time that passes only when a test says so. */
export function createVirtualTime() {
  let now = 0;
  const waiting = new Set<{ at: number; resolve: () => void }>();
  return {
    now: () => now,
    wait: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        waiting.add({ at: now + ms, resolve });
      }),
    /** Lets so much time pass, and whatever waits for a moment in it go on at that moment. */
    async pass(ms: number): Promise<void> {
      const end = now + ms;
      for (;;) {
        await setImmediate();
        const [next] = [...waiting].sort((a, b) => a.at - b.at);
        if (!next || next.at > end) break;
        waiting.delete(next);
        now = Math.max(now, next.at);
        next.resolve();
      }
      now = end;
    },
  };
}
