import type { FastifyPluginAsync } from "fastify";
import type { MerchantAccess } from "../http/bearer.ts";
import type { Store } from "../store/sql/store.ts";
import { saveReadinessCheck } from "../store/tables/readiness-checks.ts";
import type { Status } from "./status.ts";

export interface HealthOptions {
  store: Store;
  clock: () => number;
  status: Status;
  merchant: MerchantAccess;
}

/**
 * `GET /healthz`: the process answers. `GET /readyz`: its store takes a write, and so a webhook; else 503. Anybody may ask,
 * so that all who do while one write is under way share it: they must not fill the queue that webhooks wait in. The merchant's
 * token adds details.
 */
export const healthRoutes: FastifyPluginAsync<HealthOptions> = async (
  app,
  { store, clock, status, merchant },
) => {
  let writing: Promise<unknown> | undefined;

  function write(): Promise<unknown> {
    return store.write((tx) => saveReadinessCheck(tx, clock()));
  }

  app.get("/healthz", { exposeHeadRoute: true }, async () => ({ status: "ok" }));
  app.get("/readyz", { exposeHeadRoute: true }, async (request, reply) => {
    writing ??= write().finally(() => {
      writing = undefined;
    });
    await writing;
    if (!merchant.mayRead(request)) return { status: "ok" };
    reply.header("cache-control", "no-store");
    return { status: "ok", details: status.details() };
  });
};
