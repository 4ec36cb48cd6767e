import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from "@fastify/rate-limit";
import type { Store } from "../store/sql/store.ts";
import { type Calls, countCalls } from "../store/tables/rate-limit-counters.ts";

type Waiting = { rank: number; resolve: (current: number) => void };

/** Counts of all companions on a store together, by the minute. */
interface Counts {
  /** One more; how many it is by now. */
  add(name: string, period: number): Promise<number>;
}

/**
 * A store for `@fastify/rate-limit` that counts callers for all companions on a store together. What arrives while a count is
 * under way goes with the next one. Where the store is gone, each companion counts for itself.
 */
export function createSharedCounts(store: Store, clock: () => number): FastifyRateLimitStoreCtor {
  const counts = createCounts(store);
  const limitStore = (group: string): FastifyRateLimitStore =>
    ({
      incr(
        key: string,
        done: (error: Error | null, result?: { current: number; ttl: number }) => void,
        windowMs: number,
      ) {
        const now = clock();
        const period = Math.floor(now / windowMs);
        counts
          .add(`${group}:${key}`, period)
          .then((current) => done(null, { current, ttl: (period + 1) * windowMs - now }), done);
      },
      child: ({ groupId = "" }: { groupId?: string }) => limitStore(groupId),
    }) as unknown as FastifyRateLimitStore;
  return function Shared() {
    return limitStore("");
  } as unknown as FastifyRateLimitStoreCtor;
}

function createCounts(store: Store): Counts {
  let here = new Map<string, number>();
  let current = 0;
  let waiting = new Map<string, Waiting[]>();
  let counting: Promise<void> | undefined;

  async function count(): Promise<void> {
    while (waiting.size > 0) {
      const batch = waiting;
      waiting = new Map();
      const period = current;
      const totals = await store
        .write((tx) => countCalls(tx, toCalls(batch), period))
        .catch(() => new Map<string, number>());
      for (const [name, callers] of batch) {
        const before = (totals.get(name) ?? 0) - callers.length;
        for (const [index, { rank, resolve }] of callers.entries())
          resolve(totals.has(name) ? before + index + 1 : rank);
      }
    }
    counting = undefined;
  }

  return {
    add(name, period) {
      if (period !== current) here = new Map();
      current = period;
      const rank = (here.get(name) ?? 0) + 1;
      here.set(name, rank);
      return new Promise((resolve) => {
        waiting.set(name, [...(waiting.get(name) ?? []), { rank, resolve }]);
        if (!counting) counting = count();
      });
    },
  };
}

function toCalls(batch: ReadonlyMap<string, readonly Waiting[]>): Calls[] {
  return [...batch].map(([name, callers]) => ({ name, calls: callers.length }));
}
