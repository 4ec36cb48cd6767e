import { readFileSync } from "node:fs";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { State } from "../model/state.ts";
import { renderPage } from "./layout.ts";
import { screenOf, unknown } from "./screens.ts";

export interface HostedPageOptions {
  state: State;
  now: () => number;
  walletStepMs: number;
}

/** The files beside this one that the page loads. */
const FILES = { "frame.css": "text/css", "card.css": "text/css", "page.js": "text/javascript" } as const;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

interface Query {
  token?: string;
  view?: string;
}

/** The page that a pay URL opens. Both documented forms of the URL do: `/?token=T` and `/T`. */
export async function hostedPage(
  app: FastifyInstance,
  { state, now, walletStepMs }: HostedPageOptions,
): Promise<void> {
  for (const [name, type] of Object.entries(FILES)) {
    const content = readFileSync(new URL(name, import.meta.url));
    app.get(`/sandbox/${name}`, async (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).send(content),
    );
  }

  app.get<{ Querystring: Query }>("/", async ({ query }, reply) => show(reply, query.token, query));
  app.get<{ Params: { token: string }; Querystring: Query }>("/:token", async ({ params, query }, reply) =>
    show(reply, params.token, query),
  );

  function show(reply: FastifyReply, token: unknown, { view }: Query): FastifyReply {
    const link = typeof token === "string" ? state.links.get(token) : undefined;
    const screen = link
      ? screenOf({ link, wire: state.wire, nowMs: now(), isReceipt: view === "receipt" })
      : unknown();
    return reply
      .code(link ? 200 : 404)
      .headers({
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": POLICY,
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
      })
      .send(renderPage({ ...screen, token: link?.token ?? "", walletStepMs }));
  }
}
