import type { FastifyBaseLogger } from "fastify";
import type { Calibrator } from "./calibration/calibrator.ts";
import { createCompanionsCalibrator } from "./calibration/companions-calibrator.ts";
import type { Catalog } from "./catalog/catalog.ts";
import type { Assortment } from "./catalog/price.ts";
import { type Changes, createChanges } from "./checkouts/changes.ts";
import type { LinkedRow } from "./checkouts/checkout-table.ts";
import { createOpener, type OpenCheckoutCall } from "./checkouts/open-checkout.ts";
import { toPolicy } from "./checkouts/policy.ts";
import type { Settling } from "./checkouts/settle.ts";
import { createClientKey } from "./client-network.ts";
import type { CompanionOptions } from "./companion.ts";
import type { Channel } from "./notifications/notification.ts";
import { createOutbox, createSenders, type Outbox } from "./notifications/outbox.ts";
import { type CallerCheck, createCallerCheck } from "./operations/caller-check.ts";
import { type ClockCheck, createClockCheck } from "./operations/clock-check.ts";
import { createDeliveryCheck, type DeliveryCheck } from "./operations/delivery-check.ts";
import { createMetrics, type Metrics } from "./operations/metrics.ts";
import type { Status } from "./operations/status.ts";
import { createMerchantAccess, type MerchantAccess } from "./orders/bearer.ts";
import { createRegistrationReader } from "./reconciler/read-at-registration.ts";
import { readLink } from "./reconciler/read-link.ts";
import { createRateLimiter, type RateLimiter, sleep } from "./request-api/rate-limiter.ts";
import { createRequestApi, type RequestApi } from "./request-api/request-api.ts";
import { createSharedLimiter } from "./request-api/shared-limiter.ts";
import { openStore } from "./store/open-store.ts";
import type { Store } from "./store/store.ts";

/** What the routes and the background work with. */
export interface Services {
  store: Store;
  /** What is sold at this moment. */
  assortment: () => Assortment;
  replaceCatalog: (catalog: Catalog) => void;
  metrics: Metrics;
  outbox: Outbox;
  changes: Changes;
  requestApi: RequestApi;
  settling: () => Settling;
  open: OpenCheckoutCall;
  clock: () => number;
  clockCheck: ClockCheck;
  callerCheck: CallerCheck;
  deliveryCheck: DeliveryCheck;
  calibrator: Calibrator;
  status: Status;
  merchant: MerchantAccess;
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
  const metrics = createMetrics();
  const timeouts = options.storeTimeouts;
  const store =
    options.store ?? (await openStore({ url: config.databaseUrl, onCommit: metrics.commit, log, timeouts }));
  const senders = createSenders({ ...config, clock, fetch });
  const outbox = createOutbox({ store, senders, clock, log, ...options.outbox });
  const channels = Object.keys(senders) as Channel[];
  const changes = createChanges((ids) => {
    if (channels.length > 0) outbox.kick();
    store.wire?.send(ids);
  });
  const deliveryCheck = createDeliveryCheck({ store, clock, log });
  const callerCheck = createCallerCheck({ clock, log });
  const clockCheck = createClockCheck({ clock, log });
  const requestApi = createRequestApi({
    ...config,
    onDate: clockCheck.answer,
    origin: config.requestOrigin,
    payee: config.payees[0],
    currency: config.requestCurrency,
    fetch,
    timeoutMs: options.apiTimeoutMs,
    limiter: limiter ?? createLimiter(store, config.requestRatePerSecond),
  });

  const merchant = createMerchantAccess({ ...config, clock, log, refused: metrics.tokenRefused });
  const policy = toPolicy(config);
  const settling = () => ({ policy, now: clock(), channels });
  const canRead = config.apiKey !== undefined || config.clientId !== undefined;
  const readsLinks = config.clientId !== undefined;
  const lookAgain = async (row: LinkedRow, payer: string) => {
    const done = new AbortController();
    const reading = readLink(row, { store, requestApi, settling, changed: changes.publish }, { payer });
    await Promise.race([reading, sleep(LOOK_MS, done.signal)])
      .catch((err) => log.warn({ err, checkout: row.id }, "the link could not be looked at again"))
      .finally(() => done.abort());
  };
  let { catalog } = config;
  const assortment = () => ({
    ...config,
    catalog,
    destinationCurrency: config.linkCurrency?.currency ?? calibrator.state?.learned?.currency,
  });
  const replaceCatalog = (newer: Catalog) => {
    catalog = newer;
  };
  const { calibrator, status } = createCompanionsCalibrator({
    config,
    everyMs: options.calibrationMs,
    store,
    requestApi,
    settling,
    clock,
    changed: changes.publish,
    log,
    assortment,
    clockCheck,
    callerCheck,
    deliveryCheck,
    enqueued: outbox.kick,
  });
  const open = createOpener({
    ...config,
    settling,
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
    lookAgain,
    clientKey: createClientKey(config.webhookSecrets[0] ?? ""),
  });
  return {
    store,
    assortment,
    replaceCatalog,
    metrics,
    outbox,
    changes,
    requestApi,
    settling,
    open,
    clock,
    clockCheck,
    callerCheck,
    deliveryCheck,
    calibrator,
    status,
    merchant,
    canRead,
    readsLinks,
  };
}

/** One budget for all companions on a store, where several can be. */
function createLimiter(store: Store, callsPerSecond: number): RateLimiter {
  return store.wire ? createSharedLimiter({ store, callsPerSecond }) : createRateLimiter({ callsPerSecond });
}
