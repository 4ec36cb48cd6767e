import { randomUUID } from "node:crypto";
import type { Store } from "./sql/store.ts";
import { releaseLease, takeLease } from "./tables/leases.ts";

/** A duty that one companion on a store has at a time. */
export interface Leadership {
  /** Whether it is this one's now; takes it over where nobody has it. */
  isOurs(): Promise<boolean>;
  /** Lets another one take over at once. */
  resign(): Promise<void>;
}

/** A companion that vanishes is replaced after this. */
const TTL_MS = 15_000;
/** Not every question is worth a write. */
const RENEW_MS = 5000;

export function createLeadership(store: Store, name: string, clock: () => number): Leadership {
  const lease = { name, holder: randomUUID() };
  let renewedAt: number | undefined;

  return {
    async isOurs() {
      const now = clock();
      if (renewedAt !== undefined && now - renewedAt < RENEW_MS) return true;
      const isOurs = await store.write((tx) => takeLease(tx, { ...lease, now, ttlMs: TTL_MS }));
      renewedAt = isOurs ? now : undefined;
      return isOurs;
    },
    async resign() {
      if (renewedAt === undefined) return;
      renewedAt = undefined;
      await store.write((tx) => releaseLease(tx, lease)).catch(() => {});
    },
  };
}
