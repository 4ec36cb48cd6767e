import { createReadStream, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyPluginAsync } from "fastify";
import { ApiError } from "../errors.ts";

export interface DashboardOptions {
  /** Without it there are no merchant's routes, and so no page over them. */
  adminToken: string | undefined;
  /** Where the built page is; undefined before `npm run build`. */
  dashboardDir: string | undefined;
}

/** `dist/dashboard`, from the compiled file in `dist/server/dashboard/` and from its TypeScript. */
const CANDIDATES = ["../../dashboard", "../../dist/dashboard"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** The page asks this companion alone, runs nothing but its own script, and nobody may frame it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types lit-html",
].join("; ");

/** The folder of the built page, or undefined before `npm run build`. */
export function findDashboardDir(): string | undefined {
  return CANDIDATES.find((path) => existsSync(`${path}/index.html`));
}

/** `GET /dashboard`: a page over the merchant's routes. It holds no data: whoever has the token types it there. */
export const dashboardRoutes: FastifyPluginAsync<DashboardOptions> = async (
  app,
  { adminToken, dashboardDir },
) => {
  app.addHook("onRequest", async (_request, reply) => {
    if (adminToken === undefined) throw new ApiError("not_found", "There is nothing here.");
    reply.headers({
      "content-security-policy": POLICY,
      "cache-control": "no-cache",
      "x-robots-tag": "noindex",
      "referrer-policy": "no-referrer",
    });
  });
  app.get("/dashboard", (_request, reply) => {
    if (!dashboardDir) throw new ApiError("not_found", "The dashboard is not built: npm run build does it.");
    return reply.type("text/html; charset=utf-8").send(createReadStream(`${dashboardDir}/index.html`));
  });
  if (!dashboardDir) return;
  await app.register(fastifyStatic, {
    root: dashboardDir,
    prefix: "/dashboard/",
    allowedPath: (path) => /^\/[a-z]+\.(?:js|css)$/.test(path),
    decorateReply: false,
    index: false,
    cacheControl: false,
  });
};
