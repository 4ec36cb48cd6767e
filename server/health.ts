import type { FastifyPluginAsync } from "fastify";
import { query } from "./store/job.ts";
import type { Store } from "./store/store.ts";

/**
 * `GET /healthz`: the process answers. `GET /readyz`: its store takes a write, and so a webhook; else 503. Anybody may ask,
 * so that all who do while one write is under way share it: they must not fill the queue that webhooks wait in.
 */
export const healthRoutes: FastifyPluginAsync<{ store: Store; clock: () => number }> = async (
  app,
  { store, clock },
) => {
  let writing: Promise<unknown> | undefined;

  function write(): Promise<unknown> {
    return store.write(() =>
      query(
        "INSERT INTO sweeps (name, until) VALUES ('readyz', $1) ON CONFLICT (name) DO UPDATE SET until = excluded.until",
        clock(),
      ),
    );
  }

  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async () => {
    writing ??= write().finally(() => {
      writing = undefined;
    });
    await writing;
    return { status: "ok" };
  });
};
