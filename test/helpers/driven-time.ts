import { setImmediate } from "node:timers/promises";

/** Time that stands still until a test moves it on to the next moment that somebody waits for. */
export interface DrivenTime {
  /** Milliseconds since 1970. */
  now(): number;
  /** Ends at its moment, or when the signal does. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** Until somebody waits, which is when everything else has been done. */
  rest(): Promise<void>;
  /** Moves on to the next moment that is waited for. */
  step(): Promise<void>;
  /** Moves on so far, moment by moment. */
  pass(ms: number): Promise<void>;
}

export function createDrivenTime(start: number): DrivenTime {
  const waiting = new Set<{ at: number; end: () => void }>();
  let now = start;

  async function rest(): Promise<void> {
    while (waiting.size === 0) await setImmediate();
  }

  function earliest() {
    const [next] = [...waiting].sort((a, b) => a.at - b.at);
    return next;
  }

  async function step(): Promise<void> {
    await rest();
    const next = earliest();
    if (!next) return;
    now = Math.max(now, next.at);
    next.end();
  }

  return {
    now: () => now,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const one = {
          at: now + ms,
          end: () => {
            waiting.delete(one);
            signal?.removeEventListener("abort", one.end);
            resolve();
          },
        };
        waiting.add(one);
        signal?.addEventListener("abort", one.end);
      }),
    rest,
    step,
    async pass(ms) {
      const until = now + ms;
      for (;;) {
        await rest();
        if ((earliest()?.at ?? 0) > until) break;
        await step();
      }
      now = until;
    },
  };
}
