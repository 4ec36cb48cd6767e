import fastifyCors from "@fastify/cors";
import fastifyRateLimit from "@fastify/rate-limit";
import type { FastifyPluginAsync } from "fastify";
import { productRoutes } from "./catalog/routes.ts";
import { createChanges } from "./checkouts/changes.ts";
import { createOpener } from "./checkouts/open-checkout.ts";
import { checkoutRoutes } from "./checkouts/routes.ts";
import { settleDue } from "./checkouts/settle.ts";
import type { Config } from "./config.ts";
import { ApiError } from "./errors.ts";
import { healthRoutes } from "./health.ts";
import type { Channel } from "./notifications/notification.ts";
import { createOutbox, createSenders, type OutboxOptions } from "./notifications/outbox.ts";
import { addGauges, createMetrics, metricsRoute } from "./operations/metrics.ts";
import { startRetention } from "./operations/retention.ts";
import { orderRoutes } from "./orders/routes.ts";
import { type ReconcilerOptions, startReconciler } from "./reconciler/reconciler.ts";
import type { RateLimiter } from "./request-api/rate-limiter.ts";
import { createRequestApi } from "./request-api/request-api.ts";
import { openSqlite } from "./store/sqlite.ts";
import type { Store } from "./store/store.ts";
import { sendError, sendNotFound } from "./to-error-reply.ts";
import { webhookRoutes } from "./webhooks/routes.ts";
import { findWidgetDir, widgetFiles } from "./widget-files.ts";

export interface CompanionOptions {
  /** As `parseConfig` makes it from the environment. */
  config: Config;
  /** Default: SQLite at `config.databasePath`. The companion closes it when it closes itself. */
  store?: Store | undefined;
  /** Milliseconds since 1970. Default: the system's clock. */
  clock?: (() => number) | undefined;
  fetch?: typeof fetch | undefined;
  /** The folder of the built scripts. Default: this package's own, once `npm run build` has made it. */
  widgetDir?: string | undefined;
  /** How often what time alone changes is written. Default 1000 ms. */
  sweepMs?: number | undefined;
  /** Shares Request Network's budget. Default: one of its own. */
  limiter?: RateLimiter | undefined;
  /** How often Request Network is read; for tests. */
  reconciler?: Partial<Pick<ReconcilerOptions, "sweepEveryMs" | "idleMs">> | undefined;
  /** How notifications are sent; for tests. */
  outbox?: Partial<Pick<OutboxOptions, "pollMs" | "random">> | undefined;
}

/** The companion as a Fastify plugin: `app.register(companion, { config })` mounts it in a server of your own. */
export const companion: FastifyPluginAsync<CompanionOptions> = async (app, options) => {
  const { config, clock = Date.now, sweepMs = 1000, widgetDir = findWidgetDir() } = options;
  const { allowedOrigins, catalog } = config;
  const limits = { checkoutsPerMinute: config.checkoutsPerMinute, readsPerMinute: config.readsPerMinute };
  const senders = createSenders({ ...config, clock, fetch: options.fetch });
  const metrics = createMetrics();
  const store = options.store ?? openSqlite({ path: config.databasePath, onCommit: metrics.commit });
  const outbox = createOutbox({ store, senders, clock, log: app.log, ...options.outbox });
  const changes = createChanges(outbox.kick);
  const payees = config.payees.map((payee) => payee.toLowerCase());
  const channels = Object.keys(senders) as Channel[];
  const settling = () => ({ payees, now: clock(), channels });
  const requestApi = createRequestApi({
    ...config,
    origin: config.requestOrigin,
    payee: config.payees[0],
    currency: config.requestCurrency,
    fetch: options.fetch,
    limiter: options.limiter,
  });
  const canRead = config.apiKey !== undefined || config.clientId !== undefined;
  const readsLinks = config.clientId !== undefined && payees.length > 0;
  const readsAlone = canRead && payees.length === 0;
  const open = createOpener({ ...config, settling, store, clock, requestApi, readsLinks, readsAlone });

  app.setErrorHandler(sendError);
  app.setNotFoundHandler(sendNotFound);
  app.removeContentTypeParser("text/plain");
  await app.register(fastifyRateLimit, {
    global: false,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, { ttl }) =>
      new ApiError("rate_limited", "Too many requests. Try again in a moment.", {
        retryAfter: Math.ceil(ttl / 1000),
      }),
  });
  await app.register(async (pages) => {
    await pages.register(fastifyCors, {
      origin: [...allowedOrigins],
      methods: ["GET", "POST"],
      maxAge: 600,
    });
    await pages.register(checkoutRoutes, { ...limits, store, changes, open, allowedOrigins, settling });
    await pages.register(productRoutes, { ...limits, catalog });
  });
  await app.register(webhookRoutes, { store, changes, secrets: config.webhookSecrets, settling, metrics });
  await app.register(orderRoutes, { store, changes, settling, adminToken: config.adminToken });
  await app.register(metricsRoute, { metrics, adminToken: config.adminToken });
  await app.register(healthRoutes, { store });
  if (widgetDir) await app.register(widgetFiles, { widgetDir });
  else app.log.warn("the widget is not built, so /widget/ is empty: run npm run build");

  const reconciler = canRead
    ? startReconciler({
        store,
        requestApi,
        settling,
        clock,
        readsLinks,
        wallets: config.payees,
        changed: changes.publish,
        log: app.log,
        ...options.reconciler,
      })
    : undefined;
  addGauges(metrics, {
    store,
    clock,
    waiting: () => changes.waiting,
    reconcilerLagMs: () => reconciler?.lagMs,
  });
  const stopRetention = startRetention({ store, clock, log: app.log, ...config });
  outbox.start();
  const sweep = setInterval(() => {
    store
      .write(() => settleDue(settling()))
      .then(changes.publish, (err) => app.log.error({ err }, "sweep failed"));
  }, sweepMs);
  app.addHook("preClose", async () => changes.close());
  app.addHook("onClose", async () => {
    clearInterval(sweep);
    stopRetention();
    await reconciler?.close();
    await outbox.close();
    await store.close();
  });
};
