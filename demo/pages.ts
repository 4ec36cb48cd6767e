import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import fastifyStatic from "@fastify/static";
import Fastify, { type FastifyInstance } from "fastify";
import { type BuilderRoutesOptions, builderRoutes } from "./builder-routes.ts";
import { examplesRoutes } from "./examples-routes.ts";
import { PAGES_FOLDER } from "./folders.ts";
import { DEFAULT_ORIGINS, type Origins } from "./origins.ts";

export interface PagesOptions extends Omit<Origins, "pages"> {
  /** What the builder works with. Without it the front page is there, and says that it can't be used. */
  builder?: BuilderRoutesOptions | undefined;
}

/**
 * The demo's pages: plain files, as a merchant's own web space would serve them, under a strict policy that the element
 * must get along with. Only where the other two parts are on other origins than the files say is the HTML changed.
 */
export async function buildPages({ companion, sandbox, builder }: PagesOptions): Promise<FastifyInstance> {
  const app = Fastify({ exposeHeadRoutes: false, forceCloseConnections: true });
  const moved = [
    [DEFAULT_ORIGINS.companion, companion],
    [DEFAULT_ORIGINS.sandbox, sandbox],
  ].filter(([from, to]) => from !== to) as [string, string][];

  app.addHook("onSend", async (_request, reply, payload) => {
    reply.headers({
      "content-security-policy": toPolicy({ companion, sandbox }),
      "cache-control": "no-cache",
      "referrer-policy": "strict-origin-when-cross-origin",
      "x-content-type-options": "nosniff",
    });
    const isPage = String(reply.getHeader("content-type")).startsWith("text/html");
    if (!isPage || moved.length === 0 || !(payload instanceof Readable)) return payload;
    reply.removeHeader("content-length");
    return moved.reduce((html, [from, to]) => html.replaceAll(from, to), await text(payload));
  });

  await app.register(fastifyStatic, {
    root: `${PAGES_FOLDER}shop`,
    prefix: "/shop/",
    cacheControl: false,
    acceptRanges: false,
    etag: moved.length === 0,
    lastModified: moved.length === 0,
  });
  app.get("/shop", (_request, reply) => reply.redirect("/shop/"));
  app.get("/", (_request, reply) => reply.sendFile("index.html", `${PAGES_FOLDER}builder`));
  await app.register(examplesRoutes);
  if (builder) await app.register(builderRoutes, builder);
  return app;
}

/** The element needs its script's origin, the two origins that it calls, and Lit's own name for its templates. */
function toPolicy({ companion, sandbox }: Omit<Origins, "pages">): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${companion}`,
    `connect-src 'self' ${companion} ${sandbox}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html 'allow-duplicates'",
  ].join("; ");
}
