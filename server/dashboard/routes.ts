import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyReply } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { MerchantAccess } from "../http/bearer.ts";
import { ApiError } from "../http/errors.ts";
import { html, type Markup } from "../http/html.ts";
import { errorPages, textAnswer } from "../http/route-schemas.ts";

export interface DashboardRoutesOptions {
  /** Where no token is set the merchant has no routes, and so there is no page over them either. */
  merchant: MerchantAccess;
  /** The folder of the built page; undefined where it is not built. */
  dashboardDir: string | undefined;
}

/** Its own script, style and API, and nothing else; Lit's own name for its templates; and nobody may frame it. */
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

/**
 * `GET /dashboard`: a page over the merchant's routes. It holds nothing itself: whoever opens it types the merchant's token,
 * and the page reads the routes with it.
 */
export const dashboardRoutes: FastifyPluginAsyncZod<DashboardRoutesOptions> = async (
  app,
  { merchant, dashboardDir: folder = "" },
) => {
  const dashboardDir = existsSync(join(folder, "dashboard.js")) ? folder : undefined;
  app.addHook("onRequest", async () => {
    if (!merchant.isOn) throw new ApiError("not_found");
  });

  const schema = {
    summary: "A page over the merchant's routes; it asks for the token itself",
    response: { 200: textAnswer("text/html"), ...errorPages("not_found") },
  };
  app.get("/dashboard", { schema }, async (_request, reply) =>
    dashboardDir === undefined ? sendPage(reply.code(404), NOT_BUILT) : sendPage(reply, PAGE),
  );
  app.get("/dashboard/", async (_request, reply) => reply.redirect("../dashboard", 308));

  if (dashboardDir === undefined) {
    if (merchant.isOn) app.log.warn("the dashboard is not built, so /dashboard is empty: run npm run build");
    return;
  }
  await app.register(fastifyStatic, {
    root: dashboardDir,
    prefix: "/dashboard/",
    allowedPath: (path) => path === "/dashboard.js" || path === "/dashboard.css",
    decorateReply: false,
    index: false,
    cacheControl: false,
    setHeaders: (reply) => {
      reply.header("cache-control", "private, no-cache");
      reply.header("x-content-type-options", "nosniff");
    },
  });
};

function sendPage(reply: FastifyReply, page: Markup): FastifyReply {
  reply.headers({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
  });
  return reply.send(page.text);
}

/** Its links are relative, so that it works behind whatever path a proxy gives it. */
const PAGE = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>Orders</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="dashboard/dashboard.css">
    <script type="module" src="dashboard/dashboard.js"></script>
  </head>
  <body>
    <div id="dashboard"><noscript><p class="alone">This page needs JavaScript.</p></noscript></div>
  </body>
</html>
`;

const NOT_BUILT = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>The dashboard is not built</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="c/page.css">
  </head>
  <body>
    <main>
      <h1>The dashboard is not built</h1>
      <p>On the machine of this server, run <code>npm run build</code>, and start the server again.</p>
    </main>
  </body>
</html>
`;
