import { existsSync, readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyPluginAsync } from "fastify";

/** `dist/`, from the compiled file in `dist/server/` and from its TypeScript. */
const CANDIDATES = ["../..", "../../dist"].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** What of `dist/` is for pages. */
const SCRIPTS = /^\/(?:request-checkout(?:\.iife)?\.js|chunks\/[\w.-]+\.js)$/;

const CHUNKS_DIR = `${sep}chunks${sep}`;

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

const CHUNKS = /^\/[\w.-]+\.js$/;

/** A chunk has its build's hash in its name: it never changes. */
const FOR_EVER = "public, max-age=31536000, immutable";

/**
 * `GET /widget/*`: the scripts and their chunks, for any origin, compressed where the browser takes that. `/widget/<version>/…`
 * never changes, and so can be pinned by `integrity`; without the version it is always the newest. Chunks are served under any
 * version, since a page keeps the script of an earlier one until it is loaded again.
 */
export const widgetFiles: FastifyPluginAsync<{ widgetDir: string }> = async (app, { widgetDir }) => {
  for (const { prefix, folder = "", scripts, cacheControl } of [
    { prefix: `/widget/${packageVersion()}/`, scripts: SCRIPTS, cacheControl: FOR_EVER },
    { prefix: "/widget/", scripts: SCRIPTS, cacheControl: "public, no-cache" },
    { prefix: "/widget/:version/chunks/", folder: "/chunks", scripts: CHUNKS, cacheControl: FOR_EVER },
  ])
    await app.register(fastifyStatic, {
      root: widgetDir + folder,
      prefix,
      preCompressed: true,
      allowedPath: (path) => scripts.test(path),
      decorateReply: false,
      index: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header("cache-control", path.includes(CHUNKS_DIR) ? FOR_EVER : cacheControl);
        reply.header("access-control-allow-origin", "*");
        reply.header("cross-origin-resource-policy", "cross-origin");
        reply.header("x-content-type-options", "nosniff");
      },
    });
};
