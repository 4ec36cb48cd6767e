import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from "fastify";
import { companion } from "./companion.ts";
import { normalizeForwarded } from "./http/forwarded.ts";
import { sendError, sendNotFound } from "./http/to-error-reply.ts";
import { createProxyCheck } from "./http/trusted-proxies.ts";
import { refuseUnreadable } from "./http/unreadable.ts";
import type { CompanionOptions } from "./options.ts";

export interface AppOptions extends CompanionOptions {
  /** Fastify's own logging option. Default: JSON lines at `config.logLevel`. */
  logger?: FastifyServerOptions["logger"];
  /** Default: {@link TIMEOUTS}. */
  timeouts?: Partial<typeof TIMEOUTS>;
}

/** Limits of a connection, in milliseconds. */
export const TIMEOUTS = {
  /** A slow sender is cut off after this. */
  requestMs: 8_000,
  /** The same for the headers alone. Below the other one: Node swaps the two where it is not. */
  headersMs: 5_000,
  /** How often Node looks for slow senders; its own default of half a minute would let them stay. */
  checkMs: 500,
  /** What is in flight has so long to end. A connection that a browser holds in reserve would never end by itself. */
  closeGraceMs: 5_000,
};

/** The companion brings its own. Fastify would load a second validator, which takes megabytes, for schemas that there are none of. */
function refuseSchema(): never {
  throw new Error("the companion's routes alone have schemas, and are read by zod");
}

/**
 * The companion as a server of its own, ready to listen. It reads nothing from the process.
 * @throws {Error} when the store cannot be opened
 */
export async function buildApp({ logger, timeouts, ...options }: AppOptions): Promise<FastifyInstance> {
  const { logLevel, listen } = options.config;
  const { requestMs, headersMs, checkMs, closeGraceMs } = { ...TIMEOUTS, ...timeouts };
  const app = Fastify({
    logger: logger ?? { level: logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    requestTimeout: requestMs,
    http: { connectionsCheckingInterval: checkMs, headersTimeout: headersMs },
    bodyLimit: 64 * 1024,
    trustProxy: listen.trustProxy.length > 0 ? createProxyCheck(listen.trustProxy) : false,
    // The only place that sees the headers before Fastify reads the caller's address from them.
    rewriteUrl(request) {
      normalizeForwarded(request);
      return request.url ?? "/";
    },
    forceCloseConnections: "idle",
    frameworkErrors: sendError,
    schemaController: { compilersFactory: { buildValidator: refuseSchema, buildSerializer: refuseSchema } },
    clientErrorHandler: refuseUnreadable,
  });
  app.setNotFoundHandler(sendNotFound);
  app.setErrorHandler(sendError);
  await app.register(companion, options);
  app.addHook("preClose", async () => {
    const cut = setTimeout(() => app.server.closeAllConnections(), closeGraceMs);
    app.server.once("close", () => clearTimeout(cut));
  });
  await app.ready();
  return app;
}
