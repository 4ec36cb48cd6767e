import { randomUUID } from "node:crypto";
import { ApiError } from "../http/errors.ts";
import { sleep } from "../request-network/api/rate-limiter.ts";
import type { Store } from "../store/sql/store.ts";
import { findById, isLinked, type LinkedRow } from "../store/tables/checkouts.ts";
import { releaseLease, takeLease } from "../store/tables/leases.ts";

/** Longer than a call of Request Network and the wait for its place may take. */
const LEASE_MS = 20_000;
const LOOK_EVERY_MS = 100;

/** Creates the link of a checkout, where that has none. */
export type WithLease = (id: string, create: () => Promise<LinkedRow>) => Promise<LinkedRow>;

/** One companion on a store at a time creates a checkout's link; the others wait for it, and create it where that one fails. */
export function createWithLease(store: Store, clock: () => number): WithLease {
  const holder = randomUUID();

  async function findLinked(id: string): Promise<LinkedRow | undefined> {
    const row = await store.read((tx) => findById(tx, id));
    return row && isLinked(row) ? row : undefined;
  }

  async function createFirst(name: string, id: string, create: () => Promise<LinkedRow>): Promise<LinkedRow> {
    try {
      return (await findLinked(id)) ?? (await create());
    } finally {
      await store.write((tx) => releaseLease(tx, { name, holder })).catch(() => {});
    }
  }

  return async (id, create) => {
    const name = `link:${id}`;
    const giveUpAt = performance.now() + LEASE_MS;
    do {
      if (await store.write((tx) => takeLease(tx, { name, holder, now: clock(), ttlMs: LEASE_MS })))
        return createFirst(name, id, create);
      await sleep(LOOK_EVERY_MS);
      const row = await findLinked(id);
      if (row) return row;
    } while (performance.now() < giveUpAt);
    throw new ApiError("payment_service_busy", "The payment link is still being created. Try again.", {
      retryAfter: 2,
    });
  };
}
