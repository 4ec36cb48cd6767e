import type { FastifyInstance, FastifyPluginAsync } from "fastify";
import { startBackground } from "./background.ts";
import { productRoutes } from "./catalog/routes.ts";
import { checkoutRoutes } from "./checkouts/routes.ts";
import { findDashboardDir } from "./dashboard/dashboard-files.ts";
import { dashboardRoutes } from "./dashboard/routes.ts";
import { addCors } from "./http/cors.ts";
import { refuseEncoded, warnOfProxies } from "./http/incoming.ts";
import { createLimits } from "./http/limits.ts";
import { useRouteSchemas } from "./http/route-schemas.ts";
import { addSecurityHeaders } from "./http/security-headers.ts";
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

/** Answers to payers who have opened a checkout. */
const OPENED = new Set(["201 /v1/checkouts", "303 /pay/:product"]);

/** The companion as a Fastify plugin: `app.register(companion, { config })` mounts it in a server of your own. */
export const companion: FastifyPluginAsync<CompanionOptions> = async (app, options) => {
  const { config, widgetDir = findWidgetDir(), dashboardDir = findDashboardDir() } = options;
  const { allowedOrigins } = config;
  const services = await createServices(options, app.log);

  app.setErrorHandler(sendError);
  isolate(app);
  useRouteSchemas(app);
  const openApiRoute = await collectRoutes(app, config.publicUrl);
  app.addHook("onRequest", warnOfProxies(app.log));
  app.addHook("onRequest", refuseEncoded);
  app.addHook("onResponse", async ({ ip, routeOptions }, { statusCode }) => {
    if (OPENED.has(`${statusCode} ${routeOptions.url}`)) services.callerCheck.opened(ip);
  });
  const limits = await createLimits({ ...config.limits, ...services });
  await app.register(webhookRoutes, { ...services, secrets: config.webhookSecrets });
  await app.register(async (guarded) => {
    guarded.addHook("onSend", addSecurityHeaders(config.publicUrl));
    await guarded.register(async (shared) => {
      addCors(shared, allowedOrigins);
      await shared.register(checkoutRoutes, { ...services, ...limits, allowedOrigins });
      await shared.register(productRoutes, { ...services, ...limits });
    });
    await guarded.register(pageRoutes, {
      ...services,
      ...limits,
      publicUrl: config.publicUrl,
      hasElement: widgetDir !== undefined,
    });
    await guarded.register(orderRoutes, services);
    await guarded.register(dashboardRoutes, { ...services, dashboardDir });
    await guarded.register(offerRoutes, { ...services, offerSecrets: config.prices.offerSecrets });
    await guarded.register(metricsRoute, services);
    await guarded.register(healthRoutes, services);
    await guarded.register(statusRoute, services);
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

/** Whatever the server around it has registered: the companion's own parsers and cross-origin rules hold for its routes. */
function isolate(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/json",
    { parseAs: "string" },
    app.getDefaultJsonParser("error", "error"),
  );
  app.addHook("onRoute", (route) => {
    route.config = Object.assign({}, route.config, { cors: false });
  });
}
