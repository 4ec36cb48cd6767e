import type { Delivery, Order, OrderHistory, OrderTotals, Resolution } from "../../contract.ts";
import type { List } from "./list.ts";

/** What went wrong with a call. `status` is 0 where nothing answered. */
export class CallFailed extends Error {
  override name = "CallFailed";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The merchant's routes of this companion, with the merchant's token. */
export interface Api {
  orders(query: URLSearchParams): Promise<List<Order>>;
  totals(query: URLSearchParams): Promise<OrderTotals[]>;
  order(id: string): Promise<OrderHistory>;
  resolve(id: string, resolution: Resolution): Promise<void>;
  /** How many notifications are sent again. */
  notify(id: string): Promise<number>;
  keptAside(cursor?: string): Promise<List<Delivery>>;
  csv(query: URLSearchParams): Promise<Blob>;
}

const PATIENCE_MS = 15_000;

export function createApi(token: string): Api {
  async function call(path: string, body?: object): Promise<Response> {
    const answer = await fetch(new URL(path, new URL("v1/", document.baseURI)), {
      method: body ? "POST" : "GET",
      headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
      body: body ? JSON.stringify(body) : null,
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => {
      throw new CallFailed(0, "The companion can’t be reached. It is asked again.");
    });
    if (answer.ok) return answer;
    const told = await answer.json().catch(() => undefined);
    throw new CallFailed(answer.status, told?.error?.message ?? `The companion answered ${answer.status}.`);
  }

  const read = async <T>(path: string): Promise<T> => (await call(path)).json();
  return {
    async orders(query) {
      const { orders, nextCursor } = await read<{ orders: Order[]; nextCursor: string | null }>(
        `orders?${query}`,
      );
      return { items: orders, nextCursor };
    },
    totals: async (query) => (await read<{ totals: OrderTotals[] }>(`orders/totals?${query}`)).totals,
    order: (id) => read(`orders/${encodeURIComponent(id)}`),
    async resolve(id, resolution) {
      await call(`orders/${encodeURIComponent(id)}/resolve`, resolution);
    },
    async notify(id) {
      const answer = await call(`orders/${encodeURIComponent(id)}/notify`, {});
      return (await answer.json()).notifications;
    },
    async keptAside(cursor) {
      const query = new URLSearchParams({ state: "rejected", ...(cursor && { cursor }) });
      const { deliveries, nextCursor } = await read<{ deliveries: Delivery[]; nextCursor: string | null }>(
        `deliveries?${query}`,
      );
      return { items: deliveries, nextCursor };
    },
    csv: async (query) => (await call(`orders.csv?${query}`)).blob(),
  };
}
