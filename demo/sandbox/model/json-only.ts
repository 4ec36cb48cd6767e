import type { FastifyInstance } from "fastify";

/**
 * Takes JSON bodies and empty ones, and nothing else. Fastify would also take `text/plain`, which any page may send
 * anywhere without asking first.
 */
export function acceptJsonOnly(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser("remove", "remove");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else parseJson(request, body, done);
  });
}
