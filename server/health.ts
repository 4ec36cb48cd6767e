import type { FastifyPluginAsync } from "fastify";
import { query } from "./store/job.ts";
import type { Store } from "./store/store.ts";

/** `GET /healthz`: the process answers. `GET /readyz`: its store does, too. */
export const healthRoutes: FastifyPluginAsync<{ store: Store }> = async (app, { store }) => {
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async () => {
    await store.read(() => query("SELECT version FROM schema_version"));
    return { status: "ok" };
  });
};
