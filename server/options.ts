import type { Config } from "./config/config.ts";
import type { OutboxOptions } from "./notifications/outbox.ts";
import type { RateLimiter } from "./request-network/api/rate-limiter.ts";
import type { ReconcilerOptions } from "./request-network/reconciler/reconciler.ts";
import type { StoreOptions } from "./store/open-store.ts";
import type { Store } from "./store/sql/store.ts";

/** What a companion is made of. Everything but the configuration has a default; most of it is for tests. */
export interface CompanionOptions {
  /** As `parseConfig` makes it from the environment. */
  config: Config;
  /** Default: the one at `config.databaseUrl`. The companion closes it when it closes itself. */
  store?: Store | undefined;
  /** How long that store waits for PostgreSQL. */
  storeTimeouts?: StoreOptions["timeouts"];
  /** Milliseconds since 1970. Default: the system's clock. */
  clock?: (() => number) | undefined;
  fetch?: typeof fetch | undefined;
  /** The folder of the built scripts. Default: this package's own, once `npm run build` has made it. */
  widgetDir?: string | undefined;
  /** The folder of the built dashboard. Default: this package's own, once `npm run build` has made it. */
  dashboardDir?: string | undefined;
  /** How often what time alone changes is written. Default 1000 ms. */
  expiryCheckMs?: number | undefined;
  /** How often it is checked whether a digest is due. Default: a minute. */
  digestMs?: number | undefined;
  /** How often the catalog file is looked at. Default 2000 ms. */
  catalogMs?: number | undefined;
  /** Shares Request Network's budget. Default: one for all companions on the store. */
  limiter?: RateLimiter | undefined;
  /** How long Request Network may take for an answer. Default 10 s. */
  apiTimeoutMs?: number | undefined;
  /** How long a registration waits for what is read of its link, in milliseconds. Default 3000. */
  registrationReadMs?: number | undefined;
  /** How often Request Network is read; for tests. */
  reconciler?: Partial<Pick<ReconcilerOptions, "backfillEveryMs" | "idleMs" | "wait">> | undefined;
  /** How often it is looked whether calibration is due, and what another companion has learned. Default 30 s. */
  calibrationMs?: number | undefined;
  /** How often it is looked for what other companions have changed unheard. Default 3000 ms. */
  fallbackPollMs?: number | undefined;
  /** How notifications are sent; for tests. */
  outbox?: Partial<Pick<OutboxOptions, "pollMs" | "random">> | undefined;
}
