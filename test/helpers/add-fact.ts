import { toPolicy } from "../../server/checkouts/policy.ts";
import { parseConfig } from "../../server/config/config.ts";
import type { FactBody, FactSource } from "../../server/domain/facts.ts";
import { createLedger } from "../../server/ledger/ledger.ts";
import { openStore } from "../../server/store/open-store.ts";
import { CATALOG, type TestCompanion } from "./companion.ts";
import { environment } from "./environment.ts";
import { NOW } from "./events.ts";

/** What a read of Request Network would add to an order, folded by another process on the companion's store. */
export async function addFact(
  { databaseUrl }: Pick<TestCompanion, "databaseUrl">,
  { requestId }: { requestId: string },
  fact: FactBody,
  { source = "link_read", now = NOW }: { source?: FactSource; now?: number } = {},
): Promise<void> {
  const policy = toPolicy(
    parseConfig(environment({ DATABASE_URL: databaseUrl }), () => JSON.stringify(CATALOG)),
  );
  const store = await openStore({ url: databaseUrl });
  const context = () => ({ policy, now, channels: ["webhook", "email"] as const });
  const ledger = createLedger({ store, context, afterCommit: () => {} });
  const key = JSON.stringify(fact);
  await ledger.record({ facts: [{ subject: requestId, key, source, fact }], from: { cause: "read" } });
  await store.close();
}
