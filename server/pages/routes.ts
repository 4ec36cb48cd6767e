import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { OpenCheckoutCall } from "../checkouts/open-checkout.ts";
import { OPENING_ERRORS } from "../checkouts/opening-errors.ts";
import { PlainLinkSchema } from "../contract/contract.ts";
import { readCookie, writeCookie } from "../http/cookie.ts";
import { ApiError } from "../http/errors.ts";
import { html } from "../http/html.ts";
import type { Limits } from "../http/limits.ts";
import { emptyAnswer, errorPages, paramsOf, textAnswer } from "../http/route-schemas.ts";
import { isWaiting } from "../ledger/to-checkout.ts";
import type { Store } from "../store/sql/store.ts";
import { type CheckoutRow, findById, isLinked } from "../store/tables/checkouts.ts";
import { kindOfVisit } from "./navigation.ts";
import { pageFiles, sendPage } from "./page.ts";
import { sendRefusal } from "./refusal-page.ts";
import { toStatusPage } from "./status-page.ts";

export interface PageRoutesOptions extends Limits {
  store: Store;
  open: OpenCheckoutCall;
  clock: () => number;
  /** How the outside reaches the companion. */
  publicUrl: string;
  /** The scripts are built, so that a page may hold an element. */
  hasElement: boolean;
}

/** So long, the same visitor who follows the same link comes to the same checkout. */
const REUSE_MS = 10 * 60_000;
const COOKIE = "checkout";

type Visit = FastifyRequest<{ Params: { product: string }; Querystring: z.infer<typeof PlainLinkSchema> }>;

/** `GET /pay/{product}` and `GET /c/{id}`: a purchase without any script, and where its payer returns to. */
export const pageRoutes: FastifyPluginAsyncZod<PageRoutesOptions> = async (app, options) => {
  const { store, open, clock, hasElement } = options;
  const base = new URL(options.publicUrl.replace(/\/*$/, "/"));
  await app.register(pageFiles);
  app.setErrorHandler(sendRefusal);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, _body, done) => done(null, undefined),
  );

  /** The checkout that this visitor has opened by the same link a moment ago, while it can still be paid. */
  async function findRecent({ headers, params }: Visit, quantity: number): Promise<string | undefined> {
    const id = z.uuid().safeParse(readCookie(headers.cookie, COOKIE)).data;
    const row = id && (await store.read((tx) => findById(tx, id)));
    return row && isAgain(row, params.product, quantity) ? id : undefined;
  }

  function isAgain(row: CheckoutRow, product: string, quantity: number): boolean {
    const isSame = row.origin === null && row.product === product && row.quantity === quantity;
    return isSame && isLinked(row) && isWaiting(row) && clock() - row.created_at < REUSE_MS;
  }

  async function openFor(visit: Visit): Promise<{ id: string; url: string }> {
    if (visit.validationError) throw visit.validationError;
    const { quantity } = visit.query;
    const recent = await findRecent(visit, quantity);
    for (const id of recent ? [recent, randomUUID()] : [randomUUID()]) {
      const { row } = await open(
        { id, product: visit.params.product, quantity },
        { origin: null, returnUrl: new URL(`c/${id}`, base).href, address: visit.ip },
      );
      if (row.payable === 1) return { id, url: row.pay_url };
    }
    throw new ApiError("internal", "The new link can't be paid.");
  }

  async function pay(visit: Visit, reply: FastifyReply): Promise<FastifyReply> {
    const { id, url } = await openFor(visit);
    const path = new URL(`pay/${visit.params.product}`, base).pathname;
    const secure = base.protocol === "https:";
    reply.header("set-cookie", writeCookie(COOKIE, id, { path, secure, maxAgeS: REUSE_MS / 1000 }));
    visit.log.info({ checkout: id, product: visit.params.product }, "checkout opened by a plain link");
    return reply.header("cache-control", "no-store").redirect(url, 303);
  }

  /** A server of one's own may add HEAD to whatever answers GET, and a HEAD would open a payment too. */
  const limited = { onRequest: options.limitOpening, exposeHeadRoute: false, attachValidation: true };
  const opening = {
    params: paramsOf("product"),
    querystring: PlainLinkSchema,
    response: {
      303: emptyAnswer("the hosted page"),
      ...errorPages(...OPENING_ERRORS, "navigation_only"),
    },
  };
  const get = {
    ...opening,
    summary: "Opens a checkout for a person who navigates here, and leads to the hosted page",
    response: { 200: textAnswer("text/html"), ...opening.response },
  };
  const post = { ...opening, summary: "The same, by the button of the page that the other one answers" };
  app.get("/pay/:product", { ...limited, schema: get }, async (visit, reply) => {
    const kind = kindOfVisit(visit.headers);
    if (kind === "navigation") return pay(visit, reply);
    if (kind === "other") throw new ApiError("navigation_only");
    return sendPage(reply, {
      title: "Pay",
      body: html`<h1>Go on to pay</h1>
        <form method="post"><p><button class="button">Go to the payment page</button></p></form>`,
    });
  });

  /** Where a browser does not say that it is a person's, a person presses a button. */
  app.post("/pay/:product", { ...limited, schema: post }, async (visit, reply) => {
    if (kindOfVisit(visit.headers) === "other") throw new ApiError("navigation_only");
    return pay(visit, reply);
  });

  app.get(
    "/c/:id",
    {
      onRequest: options.limitReading,
      schema: {
        summary: "Where a checkout stands, as a page",
        params: paramsOf("id"),
        response: { 200: textAnswer("text/html"), ...errorPages("not_found", "rate_limited") },
      },
    },
    async ({ params }, reply) => {
      const id = z.uuid().safeParse(params.id).data?.toLowerCase();
      const row = id && (await store.read((tx) => findById(tx, id)));
      if (!row || !isLinked(row)) throw new ApiError("not_found", "There is no such checkout.");
      return sendPage(reply, toStatusPage(row, { hasElement }));
    },
  );
};
