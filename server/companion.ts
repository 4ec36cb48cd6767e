import fastifyCors from "@fastify/cors";
import fastifyRateLimit from "@fastify/rate-limit";
import type { FastifyPluginAsync } from "fastify";
import type { HelmetOptions } from "helmet";
import { startBackground } from "./background.ts";
import { productRoutes } from "./catalog/routes.ts";
import { checkoutRoutes } from "./checkouts/routes.ts";
import { toClientNetwork } from "./client-network.ts";
import type { Config } from "./config.ts";
import { findDashboardDir } from "./dashboard/dashboard-files.ts";
import { dashboardRoutes } from "./dashboard/routes.ts";
import { ApiError } from "./errors.ts";
import { healthRoutes } from "./health.ts";
import { refuseEncoded, warnOfProxies } from "./incoming.ts";
import { createLocalCounts } from "./local-counts.ts";
import type { OutboxOptions } from "./notifications/outbox.ts";
import { offerRoutes } from "./offers/routes.ts";
import { openApiRoute } from "./openapi/openapi.ts";
import { metricsRoute } from "./operations/metrics.ts";
import { statusRoute } from "./operations/status.ts";
import { orderRoutes } from "./orders/routes.ts";
import { pageRoutes } from "./pages/routes.ts";
import type { ReconcilerOptions } from "./reconciler/reconciler.ts";
import type { RateLimiter } from "./request-api/rate-limiter.ts";
import { addSecurityHeaders } from "./security-headers.ts";
import { createServices } from "./services.ts";
import { createSharedCounts } from "./shared-counts.ts";
import type { StoreOptions } from "./store/open-store.ts";
import type { Store } from "./store/store.ts";
import { sendError } from "./to-error-reply.ts";
import { webhookRoutes } from "./webhooks/routes.ts";
import { findWidgetDir, widgetFiles } from "./widget-files.ts";

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
  sweepMs?: number | undefined;
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
  reconciler?: Partial<Pick<ReconcilerOptions, "sweepEveryMs" | "idleMs" | "wait">> | undefined;
  /** How often it is looked whether calibration is due, and what another companion has learned. Default 30 s. */
  calibrationMs?: number | undefined;
  /** How often it is looked for what other companions have changed unheard. Default 3000 ms. */
  lookMs?: number | undefined;
  /** How often it is looked for payments of which no webhook has arrived. Default: a minute. */
  deliveryCheckMs?: number | undefined;
  /** How notifications are sent; for tests. */
  outbox?: Partial<Pick<OutboxOptions, "pollMs" | "random">> | undefined;
}

/** Answers to payers who have opened a checkout. */
const OPENED = new Set(["201 /v1/checkouts", "303 /pay/:product"]);

/** The companion as a Fastify plugin: `app.register(companion, { config })` mounts it in a server of your own. */
export const companion: FastifyPluginAsync<CompanionOptions> = async (app, options) => {
  const { config, widgetDir = findWidgetDir(), dashboardDir = findDashboardDir() } = options;
  const { allowedOrigins } = config;
  const services = await createServices(options, app.log);

  app.setErrorHandler(sendError);
  app.removeContentTypeParser("text/plain");
  app.addHook("onRequest", warnOfProxies(app.log));
  app.addHook("onRequest", refuseEncoded);
  app.addHook("onResponse", async ({ ip, routeOptions }, { statusCode }) => {
    if (OPENED.has(`${statusCode} ${routeOptions.url}`)) services.callerCheck.opened(ip);
  });
  await app.register(fastifyRateLimit, {
    global: false,
    timeWindow: 60_000,
    keyGenerator: ({ ip }) => toClientNetwork(ip),
    store: services.store.wire ? createSharedCounts(services.store, services.clock) : createLocalCounts(),
    errorResponseBuilder: (_request, { ttl }) =>
      new ApiError("rate_limited", "Too many requests. Try again in a moment.", {
        retryAfter: Math.ceil(ttl / 1000),
      }),
  });
  const limits = {
    limitOpening: app.rateLimit({ max: config.checkoutsPerMinute, groupId: "opening" }),
    limitReading: app.rateLimit({ max: config.readsPerMinute, groupId: "reading" }),
  };
  await app.register(webhookRoutes, { ...services, secrets: config.webhookSecrets });
  await app.register(async (guarded) => {
    guarded.addHook("onSend", addSecurityHeaders(headersFor(config)));
    await guarded.register(async (shared) => {
      await shared.register(fastifyCors, {
        origin: [...allowedOrigins],
        methods: ["GET", "POST"],
        maxAge: 600,
        // Its refusal of an odd preflight would be plain text; without the headers there is nothing to allow anyway.
        strictPreflight: false,
      });
      await shared.register(checkoutRoutes, { ...services, ...limits, allowedOrigins });
      await shared.register(productRoutes, { ...services, ...limits });
    });
    await guarded.register(pageRoutes, {
      ...services,
      ...limits,
      publicUrl: config.publicUrl,
      opened: (id) => services.changes.publish([id]),
      hasElement: widgetDir !== undefined,
    });
    await guarded.register(orderRoutes, services);
    await guarded.register(dashboardRoutes, { ...services, dashboardDir });
    await guarded.register(offerRoutes, { ...services, offerSecrets: config.offerSecrets });
    await guarded.register(metricsRoute, services);
    await guarded.register(healthRoutes, services);
    await guarded.register(statusRoute, services);
    await guarded.register(openApiRoute, { publicUrl: config.publicUrl });
    if (widgetDir) await guarded.register(widgetFiles, { widgetDir });
    else app.log.warn("the widget is not built, so /widget/ is empty: run npm run build");
  });

  const stopBackground = startBackground(services, options, app.log);
  app.addHook("preClose", async () => services.changes.close());
  app.addHook("onClose", async () => {
    await stopBackground();
    await services.store.close();
  });
};

/** What browsers are told of every answer but a webhook's. Pages loosen it for what they bring themselves. */
function headersFor({ publicUrl }: Config): HelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    },
    strictTransportSecurity: publicUrl.startsWith("https:") && {
      maxAge: 31_536_000,
      includeSubDomains: false,
    },
    xFrameOptions: { action: "deny" },
  };
}
