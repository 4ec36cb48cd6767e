import type { FastifyPluginAsync, FastifyReply } from "fastify";
import { html, type Markup } from "../http/html.ts";
import { FOLLOW_SCRIPT, STYLE } from "./page-files.ts";

/** A page of the companion's own. Its links are relative, so that it works behind whatever path a proxy gives it. */
export interface Page {
  title: string;
  body: Markup;
  /** The page asks for itself again after so many seconds. */
  refreshS?: number | undefined;
  /** The page holds an element that follows a checkout; without scripts, `refreshS` does. */
  hasElement?: boolean | undefined;
}

/** Nothing but what the companion itself serves, and nobody may frame it. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action *",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types lit-html 'allow-duplicates'",
].join("; ");

/** Sends a page, which nobody keeps, frames, or finds by a search. */
export function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  reply.headers({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
  });
  return reply.send(render(page).text);
}

function render({ title, body, refreshS, hasElement }: Page): Markup {
  const refresh = refreshS !== undefined && html`<meta http-equiv="refresh" content="${refreshS}">`;
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="../c/page.css">
    ${hasElement ? html`<noscript>${refresh}</noscript>` : refresh}
    ${hasElement && html`<script type="module" src="../widget/request-checkout.js"></script>`}
    ${hasElement && html`<script type="module" src="../c/page.js"></script>`}
  </head>
  <body>
    <main>
      ${body}
    </main>
  </body>
</html>
`;
}

/** What the pages are drawn and followed by. */
export const pageFiles: FastifyPluginAsync = async (app) => {
  const cached = { "cache-control": "public, max-age=300" };
  app.get("/c/page.css", async (_request, reply) => reply.headers(cached).type("text/css").send(STYLE));
  app.get("/c/page.js", async (_request, reply) =>
    reply.headers(cached).type("text/javascript").send(FOLLOW_SCRIPT),
  );
};
