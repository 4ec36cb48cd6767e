import { existsSync } from "node:fs";
import { toPolicy } from "../../checkouts/policy.ts";
import type { Config } from "../../config/config.ts";
import { toDate } from "../../contract/contract.ts";
import { createLedger } from "../../ledger/ledger.ts";
import { createSenders } from "../../notifications/outbox.ts";
import { createRateLimiter } from "../../request-network/api/rate-limiter.ts";
import { createRequestApi, toAccess } from "../../request-network/api/request-api.ts";
import { backfill } from "../../request-network/reconciler/reads.ts";
import { openStore, SQLITE_URL } from "../../store/open-store.ts";
import type { Channel } from "../../store/tables/notifications.ts";
import { defineCommand } from "../program/command.ts";
import { CommandError, UsageError } from "../program/command-error.ts";
import { readConfig } from "../program/settings.ts";

export const command = defineCommand({
  usage: "--since DATE [options]",
  about:
    "Reads the payments of every wallet in REQUEST_PAYEE from Request Network, and updates their orders. The companion may run.",
  options: {
    since: {
      type: "string",
      value: "DATE",
      help: "payments from this day or moment on, as 2026-01-31 or 2026-01-31T12:00:00Z",
    },
  },
  readsSettings: true,
  async run({ values, env, signal, print }) {
    const since = toStart(values.since ?? "");
    const config = readConfig(env);
    requireReadable(config);
    const store = await openStore({ url: config.databaseUrl });
    const requestApi = createRequestApi({
      ...toAccess(config),
      limiter: createRateLimiter({ callsPerSecond: config.upstream.requestRatePerSecond }),
    });
    const policy = toPolicy(config);
    const channels = Object.keys(createSenders({ ...config.notifications, clock: Date.now })) as Channel[];
    const ledger = createLedger({
      store,
      context: () => ({ policy, now: Date.now(), channels }),
      afterCommit: (ids) => store.pubsub?.publish(ids),
    });
    const wallets = config.destination.payees;
    const options = { store, requestApi, ledger, wallets };
    try {
      for (const wallet of wallets)
        await backfill(wallet, options, {
          signal,
          since,
          progress: ({ payments, changed }) =>
            print(`${wallet}: ${payments} payments read, ${changed} checkouts changed`),
        });
    } finally {
      await store.close();
    }
  },
});

/** @throws {UsageError} */
function toStart(text: string): number {
  const since = toDate(text);
  if (Number.isNaN(since))
    throw new UsageError("--since must be a date, as 2026-01-31 or 2026-01-31T12:00:00Z.", 1);
  if (since > Date.now()) throw new UsageError("--since must not be in the future.", 1);
  return since;
}

/** @throws {CommandError} */
function requireReadable({ destination, upstream, databaseUrl }: Config): void {
  if (destination.payees.length === 0)
    throw new CommandError("REQUEST_PAYEE is needed: payments are searched by wallet.");
  if (!upstream.apiKey && !upstream.clientId)
    throw new CommandError("REQUEST_API_KEY or REQUEST_CLIENT_ID is needed to read payments.");
  const path = SQLITE_URL.exec(databaseUrl)?.[1];
  if (path && !existsSync(path))
    throw new CommandError(`DATABASE_URL names ${path}, where no companion keeps its data.`);
}
