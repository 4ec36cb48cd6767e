import { existsSync, readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyPluginAsync } from "fastify";

/** `dist/`, from the compiled file in `dist/server/` and from its TypeScript. */
const CANDIDATES = ["../..", "../../dist"].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** What of `dist/` is for pages. */
const SCRIPTS = /^\/(?:request-checkout(?:\.iife)?\.js|chunks\/[\w.-]+\.js)$/;

/** This package's version, which names the scripts' unchanging path. */
export function packageVersion(): string {
  const path = findPackageJSON(import.meta.url);
  if (!path) throw new Error("the package's own package.json is missing");
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}

/** The folder of the built scripts, or undefined before `npm run build`. */
export function findWidgetDir(): string | undefined {
  return CANDIDATES.find((path) => existsSync(`${path}/request-checkout.js`));
}

/**
 * `GET /widget/*`: the scripts and their chunks, for any origin. `/widget/<version>/…` never changes, and so can be
 * pinned by `integrity`; without the version it is always the newest.
 */
export const widgetFiles: FastifyPluginAsync<{ widgetDir: string }> = async (app, { widgetDir }) => {
  for (const [prefix, cacheControl] of [
    [`/widget/${packageVersion()}/`, "public, max-age=31536000, immutable"],
    ["/widget/", "public, no-cache"],
  ] as const) {
    await app.register(fastifyStatic, {
      root: widgetDir,
      prefix,
      allowedPath: (path) => SCRIPTS.test(path),
      decorateReply: false,
      index: false,
      cacheControl: false,
      setHeaders: (reply) => {
        reply.header("cache-control", cacheControl);
        reply.header("access-control-allow-origin", "*");
        reply.header("cross-origin-resource-policy", "cross-origin");
        reply.header("x-content-type-options", "nosniff");
      },
    });
  }
};
