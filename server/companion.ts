import fastifyCors from "@fastify/cors";
import fastifyRateLimit from "@fastify/rate-limit";
import type { FastifyPluginAsync } from "fastify";
import { startBackground } from "./background.ts";
import { productRoutes } from "./catalog/routes.ts";
import { checkoutRoutes } from "./checkouts/routes.ts";
import { findDashboardDir } from "./dashboard/dashboard-files.ts";
import { dashboardRoutes } from "./dashboard/routes.ts";
import { toClientNetwork } from "./http/client-network.ts";
import { ApiError } from "./http/errors.ts";
import { refuseEncoded, warnOfProxies } from "./http/incoming.ts";
import { useRouteSchemas } from "./http/route-schemas.ts";
import { addSecurityHeaders } from "./http/security-headers.ts";
import { createSharedCounts } from "./http/shared-counts.ts";
import { sendError } from "./http/to-error-reply.ts";
import { findWidgetDir, widgetFiles } from "./http/widget-files.ts";
import { metricsRoute } from "./observability/metrics.ts";
import { offerRoutes } from "./offers/routes.ts";
import { collectRoutes } from "./openapi/openapi.ts";
import { healthRoutes } from "./operations/health.ts";
import { statusRoute } from "./operations/status.ts";
import type { CompanionOptions } from "./options.ts";
import { orderRoutes } from "./orders/routes.ts";
import { pageRoutes } from "./pages/routes.ts";
import { createServices } from "./services.ts";
import { webhookRoutes } from "./webhooks/routes.ts";

/** The companion as a Fastify plugin: `app.register(companion, { config })` mounts it in a server of your own. */
export const companion: FastifyPluginAsync<CompanionOptions> = async (app, options) => {
  const { config, widgetDir = findWidgetDir(), dashboardDir = findDashboardDir() } = options;
  const { allowedOrigins, adminToken } = config;
  const services = await createServices(options, app.log);

  app.setErrorHandler(sendError);
  useRouteSchemas(app);
  const openApiRoute = await collectRoutes(app, config.publicUrl);
  app.removeContentTypeParser("text/plain");
  app.addHook("onRequest", warnOfProxies(app.log));
  app.addHook("onRequest", refuseEncoded);
  await app.register(fastifyRateLimit, {
    global: false,
    timeWindow: 60_000,
    keyGenerator: ({ ip }) => toClientNetwork(ip),
    ...(services.store.pubsub && { store: createSharedCounts(services.store, services.clock) }),
    errorResponseBuilder: (_request, { ttl }) =>
      new ApiError("rate_limited", undefined, { retryAfter: Math.ceil(ttl / 1000) }),
  });
  const limits = {
    limitOpening: app.rateLimit({ max: config.limits.checkoutsPerMinute, groupId: "opening" }),
    limitReading: app.rateLimit({ max: config.limits.readsPerMinute, groupId: "reading" }),
  };
  await app.register(webhookRoutes, { ...services, secrets: config.webhookSecrets });
  await app.register(async (guarded) => {
    guarded.addHook("onSend", addSecurityHeaders(config.publicUrl));
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
      hasElement: widgetDir !== undefined,
    });
    await guarded.register(orderRoutes, { ...services, adminToken });
    await guarded.register(dashboardRoutes, { adminToken, dashboardDir });
    await guarded.register(offerRoutes, {
      ...services,
      adminToken,
      offerSecrets: config.prices.offerSecrets,
    });
    await guarded.register(metricsRoute, { ...services, adminToken });
    await guarded.register(healthRoutes, { ...services, adminToken });
    await guarded.register(statusRoute, { ...services, adminToken });
    await guarded.register(openApiRoute);
    if (widgetDir) await guarded.register(widgetFiles, { widgetDir });
    else app.log.warn("the widget is not built, so /widget/ is empty: run npm run build");
  });

  const stopBackground = startBackground(services, options, app.log);
  app.addHook("preClose", async () => services.longPolls.close());
  app.addHook("onClose", async () => {
    await stopBackground();
    await services.store.close();
  });
};
