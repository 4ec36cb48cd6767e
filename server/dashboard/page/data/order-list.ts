import type { Order } from "../../../contract/contract.ts";
import type { Api } from "./api.ts";

/** The orders that are loaded, newest first. */
export interface OrderList {
  orders: readonly Order[];
  /** Where the next page begins; null where everything is loaded. */
  cursor: string | null;
}

const PAGE = 50;
const MOST = 200;
/** So many may have come since the last look without pushing the oldest off the end. */
const SLACK = 20;

/** Reads again everything that is loaded, with what is new above it, down to the order that was the last one before. */
export async function reload(api: Api, query: URLSearchParams, before: OrderList): Promise<OrderList> {
  const last = before.orders.at(-1)?.id;
  const wanted = Math.max(PAGE, before.orders.length + (before.cursor === null ? 0 : SLACK));
  const orders: Order[] = [];
  let cursor: string | null = null;
  do {
    const page = await load(api, query, { cursor, limit: Math.min(MOST, wanted - orders.length) });
    orders.push(...page.orders);
    cursor = page.nextCursor;
    const end = orders.findIndex(({ id }) => id === last);
    if (end >= 0 && before.cursor !== null)
      return { orders: orders.slice(0, end + 1), cursor: before.cursor };
  } while (cursor !== null && orders.length < wanted);
  return { orders, cursor };
}

/** The same list with its next page. */
export async function loadMore(api: Api, query: URLSearchParams, before: OrderList): Promise<OrderList> {
  const page = await load(api, query, { cursor: before.cursor, limit: PAGE });
  return { orders: [...before.orders, ...page.orders], cursor: page.nextCursor };
}

function load(
  api: Api,
  query: URLSearchParams,
  { cursor, limit }: { cursor: string | null; limit: number },
): ReturnType<Api["orders"]> {
  const paged = new URLSearchParams(query);
  paged.set("limit", String(limit));
  if (cursor !== null) paged.set("cursor", cursor);
  return api.orders(paged);
}

/** How many orders are new or other than before, for whoever does not see the list move. */
export function countNews(before: OrderList, after: OrderList): number {
  const known = new Map(before.orders.map((order) => [order.id, order.updatedAt]));
  return after.orders.filter(({ id, updatedAt }) => known.get(id) !== updatedAt).length;
}
