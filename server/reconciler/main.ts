/** `npm run reconcile -- --since DATE`: reads Request Network for a span of time, now, while the companion runs or not. */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { toPolicy } from "../checkouts/policy.ts";
import { ConfigError, parseConfig } from "../config.ts";
import { toDate } from "../contract.ts";
import { createLedger } from "../ledger/ledger.ts";
import type { Channel } from "../notifications/notification.ts";
import { createSenders } from "../notifications/outbox.ts";
import { createRateLimiter } from "../request-api/rate-limiter.ts";
import { createRequestApi } from "../request-api/request-api.ts";
import { openStore, SQLITE_URL } from "../store/open-store.ts";
import { sweep } from "./reads.ts";

const USAGE = `Usage: npm run reconcile -- --since DATE

  --since DATE   payments from this day or moment on, as 2026-01-31 or 2026-01-31T12:00:00Z

Searches the payments of every wallet in REQUEST_PAYEE, and settles the checkouts that they belong to.`;

async function reconcile(): Promise<void> {
  const { since = "", help } = readArguments();
  if (help) return console.log(USAGE);
  const from = toDate(since);
  if (Number.isNaN(from))
    throw new ConfigError(["--since must be a date, as 2026-01-31 or 2026-01-31T12:00:00Z"]);
  if (from > Date.now()) throw new ConfigError(["--since must not be in the future"]);
  if (existsSync(".env")) process.loadEnvFile(".env");
  const config = parseConfig(process.env);
  if (config.payees.length === 0)
    throw new ConfigError(["REQUEST_PAYEE is needed: payments are searched by wallet"]);
  if (!config.apiKey && !config.clientId)
    throw new ConfigError(["REQUEST_API_KEY or REQUEST_CLIENT_ID is needed to read"]);
  const path = SQLITE_URL.exec(config.databaseUrl)?.[1];
  if (path && !existsSync(path))
    throw new ConfigError([`DATABASE_URL names ${path}, where no companion keeps its data`]);

  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort());
  const store = await openStore({ url: config.databaseUrl });
  const requestApi = createRequestApi({
    ...config,
    origin: config.requestOrigin,
    limiter: createRateLimiter({ callsPerSecond: config.requestRatePerSecond }),
  });
  const policy = toPolicy(config);
  const channels = Object.keys(createSenders({ ...config, clock: Date.now })) as Channel[];
  const ledger = createLedger({
    store,
    context: () => ({ policy, now: Date.now(), channels }),
    afterCommit: (ids) => store.wire?.send(ids),
  });
  try {
    for (const wallet of config.payees) {
      const options = { store, requestApi, ledger, wallets: config.payees };
      await sweep(wallet, options, {
        signal: stopping.signal,
        since: from,
        progress: ({ payments, changed }) =>
          console.log(`${wallet}: ${payments} payments read, ${changed} checkouts changed`),
      });
    }
  } finally {
    await store.close();
  }
}

/** @throws {ConfigError} where an argument is not known */
function readArguments(): { since?: string | undefined; help?: boolean | undefined } {
  try {
    return parseArgs({ options: { since: { type: "string" }, help: { type: "boolean" } } }).values;
  } catch (error) {
    throw new ConfigError([(error as Error).message]);
  }
}

try {
  await reconcile();
} catch (error) {
  console.error(error instanceof ConfigError ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = 1;
}
