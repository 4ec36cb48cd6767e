import type { FastifyPluginAsync } from "fastify";
import { query } from "./store/job.ts";
import type { Store } from "./store/store.ts";

/** `GET /healthz`: the process answers. `GET /readyz`: its store takes a write, and so a webhook; else 503. */
export const healthRoutes: FastifyPluginAsync<{ store: Store; clock: () => number }> = async (
  app,
  { store, clock },
) => {
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async () => {
    await store.write(() =>
      query(
        "INSERT INTO sweeps (name, until) VALUES ('readyz', $1) ON CONFLICT (name) DO UPDATE SET until = excluded.until",
        clock(),
      ),
    );
    return { status: "ok" };
  });
};
