import Fastify from "fastify";
import { companion } from "../../server/companion.ts";
import type { CompanionOptions } from "../../server/options.ts";

export interface Route {
  method: string;
  /** With its parameters, as `/v1/checkouts/:id`. */
  path: string;
}

/** Every route that a companion has, told by the framework as each is added, so that none can be forgotten. */
export async function routesOf(options: CompanionOptions): Promise<Route[]> {
  const app = Fastify({ exposeHeadRoutes: false });
  const routes: Route[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, path: url });
  });
  await app.register(companion, options);
  await app.close();
  return routes;
}
