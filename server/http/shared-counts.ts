import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from "@fastify/rate-limit";
import type { Store } from "../store/sql/store.ts";
import type { WriteTx } from "../store/sql/transaction.ts";

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
        .write((tx) => addHits(tx, batch, period))
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

/** In one order, so that no two companions wait for each other. */
async function addHits(
  tx: WriteTx,
  batch: ReadonlyMap<string, readonly Waiting[]>,
  period: number,
): Promise<Map<string, number>> {
  const rows = [...batch].sort(([a], [b]) => (a < b ? -1 : 1));
  const totals = await tx.queryEach<{ name: string; count: number }>(
    `INSERT INTO hits (name, period, count) VALUES ($1, $2, $3) ON CONFLICT (name, period) DO UPDATE
      SET count = hits.count + excluded.count RETURNING name, count`,
    ["text", "bigint", "bigint"],
    rows.map(([name, callers]) => [name, period, callers.length]),
  );
  await tx.query("DELETE FROM hits WHERE period < $1", period - 1);
  return new Map(totals.map(({ name, count }) => [name, count]));
}
