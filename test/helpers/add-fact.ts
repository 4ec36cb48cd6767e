import { toPolicy } from "../../server/checkouts/policy.ts";
import { parseConfig } from "../../server/config.ts";
import type { FactBody, FactSource } from "../../server/domain/facts.ts";
import { settleNow } from "../../server/ledger/record-facts.ts";
import { openStore } from "../../server/store/open-store.ts";
import { addFacts } from "../../server/store/tables/facts.ts";
import { CATALOG, type TestCompanion } from "./companion.ts";
import { environment } from "./environment.ts";
import { NOW } from "./events.ts";

/** What a read of Request Network would add to an order, folded by another process on the companion's store. */
export async function addFact(
  { databaseUrl }: Pick<TestCompanion, "databaseUrl">,
  { id, requestId }: { id: string; requestId: string },
  fact: FactBody,
  { source = "link_read", now = NOW }: { source?: FactSource; now?: number } = {},
): Promise<void> {
  const policy = toPolicy(
    parseConfig(environment({ DATABASE_URL: databaseUrl }), () => JSON.stringify(CATALOG)),
  );
  const store = await openStore({ url: databaseUrl });
  const key = JSON.stringify(fact);
  await store.write(function* () {
    yield* addFacts([{ subject: requestId, key, source, seenAt: now, fact }]);
    yield* settleNow(id, { policy, now, channels: ["webhook", "email"] }, "read");
  });
  await store.close();
}
