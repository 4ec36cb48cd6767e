import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { OrderFilter } from "../contract/contract.ts";
import type { MerchantAccess } from "../http/bearer.ts";
import { ApiError } from "../http/errors.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Store } from "../store/sql/store.ts";
import { findById, isLinked, type LinkedRow } from "../store/tables/checkouts.ts";
import { findDeliveries } from "../store/tables/deliveries.ts";
import { resendNotifications } from "../store/tables/notifications.ts";
import { CSV_HEADER, toCsvLine } from "./csv.ts";
import { findOrders, type OrderPage } from "./find-orders.ts";
import { loadHistory, toDelivery } from "./history.ts";
import { toOrder } from "./order.ts";
import { resolveReview } from "./resolve.ts";
import { SCHEMAS } from "./route-schemas.ts";
import { loadTotals } from "./totals.ts";

export interface OrderRoutesOptions {
  store: Store;
  ledger: Ledger;
  merchant: MerchantAccess;
}

const CSV_PAGE = 500;

/** The merchant's routes, behind the bearer token. Pages can't call them: they give no CORS headers. */
export const orderRoutes: FastifyPluginAsyncZod<OrderRoutesOptions> = async (
  app,
  { store, ledger, merchant },
) => {
  app.addHook("onRequest", merchant.require);

  async function load(id: string): Promise<LinkedRow> {
    const row = z.uuid().safeParse(id).success
      ? await store.read((tx) => findById(tx, id.toLowerCase()))
      : undefined;
    if (!row || !isLinked(row)) throw new ApiError("not_found", "There is no such order.");
    return row;
  }

  app.get("/v1/orders", { schema: SCHEMAS.orders }, async (request) => {
    const { cursor: below, limit, ...filter } = request.query;
    const { rows, next } = await findOrders(store, filter, { below, limit });
    return { orders: rows.map(toOrder), nextCursor: next === null ? null : String(next) };
  });

  app.get("/v1/orders.csv", { schema: SCHEMAS.csv }, async (request, reply) => {
    reply.headers({
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="orders.csv"',
    });
    return reply.send(Readable.from(csvLines(store, request.query)));
  });

  app.get("/v1/totals", { schema: SCHEMAS.totals }, async ({ query }) => loadTotals(store, query));

  app.get("/v1/orders/:id", { schema: SCHEMAS.order }, async (request) => {
    const row = await load(request.params.id);
    const { policy } = ledger.context();
    return store.read((tx) => loadHistory(tx, row, policy));
  });

  // An order that is not there is told before what is wrong with the body.
  const resolve = { schema: SCHEMAS.resolve, attachValidation: true };
  app.post("/v1/orders/:id/resolve", resolve, async (request) => {
    const row = await load(request.params.id);
    if (request.validationError) throw request.validationError;
    const resolution = request.body;
    const resolved = await ledger.write((tx, context) => resolveReview(tx, row, resolution, context));
    request.log.info({ checkout: row.id, as: resolution.as }, "review resolved");
    return toOrder(resolved);
  });

  app.post("/v1/orders/:id/notify", { schema: SCHEMAS.notify }, async (request) => {
    const row = await load(request.params.id);
    const notifications = await ledger.write((tx, context) => {
      context.changed.add(row.id);
      return resendNotifications(tx, row.id, context.now);
    });
    return { notifications };
  });

  app.get("/v1/deliveries", { schema: SCHEMAS.deliveries }, async (request) => {
    const { state, cursor: below, limit } = request.query;
    const rows = await store.read((tx) => findDeliveries(tx, state, { below, limit: limit + 1 }));
    const page = rows.slice(0, limit);
    return {
      deliveries: page.map(toDelivery),
      nextCursor: rows.length > limit ? String(page.at(-1)?.seq) : null,
    };
  });
};

/** Page by page, so that a large shop's orders never stand in memory at once, nor hold up everybody else. */
async function* csvLines(store: Store, filter: OrderFilter): AsyncGenerator<string> {
  yield CSV_HEADER;
  let below: number | null = null;
  do {
    const page: OrderPage = await findOrders(store, filter, { below, limit: CSV_PAGE });
    yield page.rows.map((row) => toCsvLine(toOrder(row))).join("");
    await setImmediate();
    below = page.next;
  } while (below !== null);
}
