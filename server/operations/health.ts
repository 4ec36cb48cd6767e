import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { HealthSchema, ReadinessSchema } from "../contract/contract.ts";
import type { MerchantAccess } from "../http/bearer.ts";
import { errorAnswers, MERCHANT_OPTIONAL } from "../http/route-schemas.ts";
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
export const healthRoutes: FastifyPluginAsyncZod<HealthOptions> = async (
  app,
  { store, clock, status, merchant },
) => {
  let writing: Promise<unknown> | undefined;

  function write(): Promise<unknown> {
    return store.write((tx) => saveReadinessCheck(tx, clock()));
  }

  const healthz = { summary: "The process answers", response: { 200: HealthSchema } };
  const readyz = {
    summary: "The store takes a write; with the merchant's token also calibration, clock and reconciler",
    ...MERCHANT_OPTIONAL,
    response: { 200: ReadinessSchema, ...errorAnswers("unavailable") },
  };
  app.get("/healthz", { exposeHeadRoute: true, schema: healthz }, async () => ({ status: "ok" as const }));
  app.get("/readyz", { exposeHeadRoute: true, schema: readyz }, async (request, reply) => {
    writing ??= write().finally(() => {
      writing = undefined;
    });
    await writing;
    if (!merchant.mayRead(request)) return { status: "ok" as const };
    reply.header("cache-control", "no-store");
    return { status: "ok" as const, details: status.details() };
  });
};
