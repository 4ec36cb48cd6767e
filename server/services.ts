import type { FastifyBaseLogger } from "fastify";
import type { Calibrator } from "./calibration/calibrator.ts";
import { createCompanionsCalibrator } from "./calibration/companions-calibrator.ts";
import type { Catalog } from "./catalog/catalog.ts";
import type { Assortment } from "./catalog/price.ts";
import { createOpener, type OpenCheckoutCall } from "./checkouts/open-checkout.ts";
import { toPolicy } from "./checkouts/policy.ts";
import { createClientKey } from "./http/client-network.ts";
import { createLedger, type Ledger } from "./ledger/ledger.ts";
import { createLongPolls, type LongPolls } from "./ledger/long-polls.ts";
import { createOutbox, createSenders, type Outbox } from "./notifications/outbox.ts";
import { type ClockCheck, createClockCheck } from "./observability/clock-check.ts";
import { createMetrics, type Metrics } from "./observability/metrics.ts";
import type { Status } from "./operations/status.ts";
import type { CompanionOptions } from "./options.ts";
import { createRateLimiter, type RateLimiter, sleep } from "./request-network/api/rate-limiter.ts";
import { createRequestApi, type RequestApi, toAccess } from "./request-network/api/request-api.ts";
import { createSharedLimiter } from "./request-network/api/shared-limiter.ts";
import { createRegistrationReader } from "./request-network/reconciler/read-at-registration.ts";
import { readLink } from "./request-network/reconciler/read-link.ts";
import { openStore } from "./store/open-store.ts";
import type { Store } from "./store/sql/store.ts";
import type { LinkedRow } from "./store/tables/checkouts.ts";
import type { Channel } from "./store/tables/notifications.ts";

/** What the routes and the background work with. */
export interface Services {
  store: Store;
  /** What is sold at this moment. */
  assortment: () => Assortment;
  replaceCatalog: (catalog: Catalog) => void;
  metrics: Metrics;
  outbox: Outbox;
  longPolls: LongPolls;
  requestApi: RequestApi;
  ledger: Ledger;
  open: OpenCheckoutCall;
  clock: () => number;
  clockCheck: ClockCheck;
  calibrator: Calibrator;
  status: Status;
  /** There are credentials to read Request Network with. */
  canRead: boolean;
  /** Links can be read by their token. */
  readsLinks: boolean;
}

/** A payer does not wait longer for a second look at a link. */
const LOOK_MS = 3000;

/** @throws {Error} when the store cannot be opened */
export async function createServices(options: CompanionOptions, log: FastifyBaseLogger): Promise<Services> {
  const { config, clock = Date.now, fetch, limiter } = options;
  const { upstream, destination } = config;
  const metrics = createMetrics();
  const timeouts = options.storeTimeouts;
  const store =
    options.store ?? (await openStore({ url: config.databaseUrl, onCommit: metrics.commit, log, timeouts }));
  const senders = createSenders({ ...config.notifications, clock, fetch });
  const outbox = createOutbox({ store, senders, clock, log, ...options.outbox });
  const channels = Object.keys(senders) as Channel[];
  const longPolls = createLongPolls((ids) => {
    if (channels.length > 0) outbox.kick();
    store.pubsub?.publish(ids);
  });
  const clockCheck = createClockCheck({ clock, log });
  const requestApi = createRequestApi({
    ...toAccess(config),
    onDate: clockCheck.answer,
    fetch,
    timeoutMs: options.apiTimeoutMs,
    limiter: limiter ?? createLimiter(store, upstream.requestRatePerSecond),
  });

  const policy = toPolicy(config);
  const ledger = createLedger({
    store,
    context: () => ({ policy, now: clock(), channels }),
    afterCommit: longPolls.publish,
  });
  const { canRead, canReadTokens: readsLinks } = policy;
  const revalidateLink = async (row: LinkedRow, payer: string) => {
    const done = new AbortController();
    const reading = readLink(row, { store, requestApi, ledger }, { payer });
    await Promise.race([reading, sleep(LOOK_MS, done.signal)])
      .catch((err) => log.warn({ err, checkout: row.id }, "the link could not be looked at again"))
      .finally(() => done.abort());
  };
  let { catalog } = config.prices;
  const assortment = () => ({
    ...config.prices,
    catalog,
    requestCurrency: destination.requestCurrency,
    destinationCurrency: destination.linkCurrency?.currency ?? calibrator.state?.learned?.currency,
  });
  const replaceCatalog = (newer: Catalog) => {
    catalog = newer;
  };
  const { calibrator, status } = createCompanionsCalibrator({
    config,
    everyMs: options.calibrationMs,
    store,
    requestApi,
    ledger,
    clock,
    log,
    assortment,
    clockCheck,
    enqueued: outbox.kick,
  });
  const open = createOpener({
    apiUrl: upstream.apiUrl,
    allowedOrigins: config.allowedOrigins,
    linkTtlMs: config.limits.linkTtlMs,
    ledger,
    store,
    clock,
    requestApi,
    canRead,
    readsLinks,
    readAtRegistration: createRegistrationReader({
      requestApi,
      canRead,
      readsLinks,
      timeoutMs: options.registrationReadMs,
    }),
    assortment,
    revalidateLink,
    clientKey: createClientKey(config.webhookSecrets[0] ?? ""),
  });
  return {
    store,
    assortment,
    replaceCatalog,
    metrics,
    outbox,
    longPolls,
    requestApi,
    ledger,
    open,
    clock,
    clockCheck,
    calibrator,
    status,
    canRead,
    readsLinks,
  };
}

/** One budget for all companions on a store, where several can be. */
function createLimiter(store: Store, callsPerSecond: number): RateLimiter {
  return store.pubsub
    ? createSharedLimiter({ store, callsPerSecond })
    : createRateLimiter({ callsPerSecond });
}
