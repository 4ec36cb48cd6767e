import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { FastifyPluginAsync } from "fastify";
import { z } from "zod";
import {
  DeliveriesQuerySchema,
  type OrderFilter,
  OrderFilterSchema,
  OrdersQuerySchema,
  ResolutionSchema,
} from "../contract/contract.ts";
import { requireBearer } from "../http/bearer.ts";
import { ApiError } from "../http/errors.ts";
import { parse } from "../http/parse.ts";
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
import { loadTotals } from "./totals.ts";

export interface OrderRoutesOptions {
  store: Store;
  ledger: Ledger;
  adminToken: string | undefined;
}

const CSV_PAGE = 500;

/** The merchant's routes, behind the bearer token. Pages can't call them: they give no CORS headers. */
export const orderRoutes: FastifyPluginAsync<OrderRoutesOptions> = async (
  app,
  { store, ledger, adminToken },
) => {
  app.addHook("onRequest", requireBearer(adminToken));

  async function load(id: string): Promise<LinkedRow> {
    const row = z.uuid().safeParse(id).success
      ? await store.read((tx) => findById(tx, id.toLowerCase()))
      : undefined;
    if (!row || !isLinked(row)) throw new ApiError("not_found", "There is no such order.");
    return row;
  }

  app.get("/v1/orders", async (request) => {
    const { cursor: below, limit, ...filter } = parse(OrdersQuerySchema, request.query);
    const { rows, next } = await findOrders(store, filter, { below, limit });
    return { orders: rows.map(toOrder), nextCursor: next === null ? null : String(next) };
  });

  app.get("/v1/orders.csv", async (request, reply) => {
    const filter = parse(OrderFilterSchema, request.query);
    reply.headers({
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="orders.csv"',
    });
    return reply.send(Readable.from(csvLines(store, filter)));
  });

  app.get("/v1/totals", async (request) => loadTotals(store, parse(OrderFilterSchema, request.query)));

  app.get<{ Params: { id: string } }>("/v1/orders/:id", async (request) => {
    const row = await load(request.params.id);
    const { policy } = ledger.context();
    return store.read((tx) => loadHistory(tx, row, policy));
  });

  app.post<{ Params: { id: string } }>("/v1/orders/:id/resolve", async (request) => {
    const row = await load(request.params.id);
    const resolution = parse(ResolutionSchema, request.body);
    const resolved = await ledger.write((tx, context) => resolveReview(tx, row, resolution, context));
    request.log.info({ checkout: row.id, as: resolution.as }, "review resolved");
    return toOrder(resolved);
  });

  app.post<{ Params: { id: string } }>("/v1/orders/:id/notify", async (request) => {
    const row = await load(request.params.id);
    const notifications = await ledger.write((tx, context) => {
      context.changed.add(row.id);
      return resendNotifications(tx, row.id, context.now);
    });
    return { notifications };
  });

  app.get("/v1/deliveries", async (request) => {
    const { state, cursor: below, limit } = parse(DeliveriesQuerySchema, request.query);
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
