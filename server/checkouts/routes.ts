import type { FastifyBaseLogger, FastifyReply } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { CheckoutSchema, OpenCheckoutSchema, WaitSchema } from "../contract/contract.ts";
import { isLinkStale } from "../domain/read-schedule.ts";
import { ApiError } from "../http/errors.ts";
import type { Limits } from "../http/limits.ts";
import { emptyAnswer, errorAnswers, paramsOf } from "../http/route-schemas.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { LongPolls } from "../ledger/long-polls.ts";
import { refoldNow } from "../ledger/refold-due.ts";
import { isWaiting, toCheckout, toEtag, toRegistered } from "../ledger/to-checkout.ts";
import type { Store } from "../store/sql/store.ts";
import { scheduleLinkRead } from "../store/tables/checkout-reads.ts";
import { findById, isLinked, type LinkedRow } from "../store/tables/checkouts.ts";
import type { OpenCheckoutCall } from "./open-checkout.ts";
import { PAGE_OPENING_ERRORS } from "./opening-errors.ts";

export interface CheckoutRoutesOptions extends Limits {
  store: Store;
  longPolls: LongPolls;
  open: OpenCheckoutCall;
  allowedOrigins: readonly string[];
  ledger: Ledger;
  /** Links can be read by their token. */
  readsLinks: boolean;
}

interface Waiter {
  /** Seconds. */
  wait: number;
  /** The version that the caller has. */
  known: string;
  /** When the caller hangs up, its place is free at once. */
  reply: FastifyReply;
}

const CheckoutIdSchema = z.uuid();
const MAX_BODY_BYTES = 8 * 1024;
/** So many jobs that wait to be written are a sign of trouble. */
const SHED_AT = 500;

/** `POST /v1/checkouts` and `GET /v1/checkouts/{id}`. */
export const checkoutRoutes: FastifyPluginAsyncZod<CheckoutRoutesOptions> = async (app, options) => {
  const { store, ledger, longPolls, open, allowedOrigins } = options;

  app.post(
    "/v1/checkouts",
    {
      bodyLimit: MAX_BODY_BYTES,
      onRequest: [refuseForeign(allowedOrigins), options.limitOpening],
      schema: {
        summary: "Opens a checkout, for a page on an allowed origin",
        body: OpenCheckoutSchema,
        response: { 200: CheckoutSchema, 201: CheckoutSchema, ...errorAnswers(...PAGE_OPENING_ERRORS) },
      },
    },
    async (request, reply) => {
      const { row, created } = await open(request.body, {
        origin: request.headers.origin ?? null,
        address: request.ip,
      });
      if (created) {
        request.log.info(
          { checkout: row.id, product: row.product, amount: row.amount, currency: row.currency },
          "checkout opened",
        );
      }
      return reply.code(created ? 201 : 200).send(toRegistered(row));
    },
  );

  /** Under load the polls go first: they come again, a webhook only three times more. */
  async function shedUnderLoad(): Promise<void> {
    if (ledger.queued < SHED_AT) return;
    throw new ApiError("unavailable", "There is much to do just now. Try again in a moment.", {
      retryAfter: 2,
    });
  }

  /** Reads a checkout, up to date to the millisecond. */
  async function load(id: string): Promise<LinkedRow> {
    const row = CheckoutIdSchema.safeParse(id).success
      ? await store.read((tx) => findById(tx, id.toLowerCase()))
      : undefined;
    if (!row || !isLinked(row)) throw new ApiError("not_found", "There is no such checkout.");
    if (row.expiry_check_at === null || row.expiry_check_at > ledger.context().now) return row;
    await ledger.write((tx, context) => refoldNow(tx, row.id, context));
    return load(id);
  }

  /** Somebody looks at a payment link that may have been ended early: has it read again, now and then. */
  function scheduleRevalidation(row: LinkedRow, log: FastifyBaseLogger): void {
    const { now } = ledger.context();
    if (!options.readsLinks || row.next_link_poll_at !== null || !isWaiting(row) || !isLinkStale(row, now))
      return;
    store
      .write((tx) => scheduleLinkRead(tx, row.id, now))
      .catch((err) => log.warn({ err }, "link not scheduled"));
  }

  /** In a function of its own: what waits would keep the row. */
  async function loadNewer(id: string, known: string): Promise<LinkedRow | undefined> {
    const row = await load(id);
    return known === toEtag(row) ? undefined : row;
  }

  /** Reads a checkout; one whose `known` version still holds is waited for. Listens first, so that no change is missed. */
  async function loadChanged(id: string, { wait, known, reply }: Waiter): Promise<LinkedRow> {
    const change = longPolls.wait(id.toLowerCase(), { timeoutMs: wait * 1000, known });
    reply.raw.once("close", change.end);
    try {
      const newer = await loadNewer(id, known);
      if (newer) return newer;
      await change.over;
    } finally {
      change.end();
    }
    return load(id);
  }

  app.get(
    "/v1/checkouts/:id",
    {
      onRequest: [options.limitReading, shedUnderLoad],
      schema: {
        summary:
          "Where a checkout stands; with wait and either after or If-None-Match, once that has changed",
        params: paramsOf("id"),
        querystring: WaitSchema,
        response: {
          200: CheckoutSchema,
          304: emptyAnswer("nothing has changed"),
          ...errorAnswers("invalid_request", "not_found", "rate_limited", "unavailable"),
        },
      },
    },
    async (request, reply) => {
      const { wait = 0, after } = request.query;
      // A proxy that compresses makes an ETag weak.
      const tag = request.headers["if-none-match"]?.replace(/^W\//, "");
      const known = after === undefined ? tag : toEtag({ version: after });
      const { id } = request.params;
      const row = await (known && wait > 0 ? loadChanged(id, { wait, known, reply }) : load(id));
      scheduleRevalidation(row, request.log);
      reply.headers({ etag: toEtag(row), "cache-control": "private, no-cache" });
      if (tag === toEtag(row)) return reply.code(304).send();
      return { ...toCheckout(row), version: String(row.version) };
    },
  );
};

/** CORS alone would still do what a foreign page asks for, and only hide the answer. */
function refuseForeign(allowedOrigins: readonly string[]) {
  return async (request: { headers: { origin?: string | undefined } }): Promise<void> => {
    const { origin } = request.headers;
    if (origin && allowedOrigins.includes(origin)) return;
    throw new ApiError("origin_not_allowed");
  };
}
