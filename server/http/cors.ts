import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

const METHODS = "GET, POST";
const MAX_AGE_S = "600";

/**
 * Lets pages of these origins call the routes that are added to `app` afterwards. It is no access control: the routes refuse foreign
 * origins themselves. Written out, since `@fastify/cors` cannot be registered in a server that has it already.
 */
export function addCors(app: FastifyInstance, origins: readonly string[]): void {
  app.addHook("onRequest", async ({ headers }, reply) => {
    reply.header("vary", "Origin");
    if (headers.origin && origins.includes(headers.origin))
      reply.header("access-control-allow-origin", headers.origin);
  });
  const known = new Set<string>();
  app.addHook("onRoute", ({ routePath }) => {
    if (known.has(routePath)) return;
    known.add(routePath);
    app.options(routePath, answerPreflight);
  });
}

async function answerPreflight({ headers }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (reply.hasHeader("access-control-allow-origin"))
    reply.headers({ "access-control-allow-methods": METHODS, "access-control-max-age": MAX_AGE_S });
  const asked = headers["access-control-request-headers"];
  if (asked)
    reply.headers({ "access-control-allow-headers": asked, vary: "Origin, Access-Control-Request-Headers" });
  // Safari waits for a body where the length is not named.
  return reply.code(204).header("content-length", "0").send();
}
