import type {
  Delivery,
  ErrorBody,
  Order,
  OrderHistory,
  Resolution,
  Totals,
} from "../../../contract/contract.ts";
import { Failure, type Trouble } from "./failure.ts";
import { recallToken } from "./token.ts";

/** The merchant's routes, called with the token of this tab. Everything throws a {@link Failure}. */
export interface Api {
  orders(query: URLSearchParams): Promise<{ orders: Order[]; nextCursor: string | null }>;
  order(id: string): Promise<OrderHistory>;
  totals(query: URLSearchParams): Promise<Totals>;
  quarantined(query: URLSearchParams): Promise<{ deliveries: Delivery[]; nextCursor: string | null }>;
  resolve(id: string, resolution: Resolution): Promise<Order>;
  /** Sends an order's notifications again, and says how many. */
  notify(id: string): Promise<{ notifications: number }>;
  csv(query: URLSearchParams): Promise<Blob>;
  /** What the merchant should know of the companion; nothing where it has no such route. */
  warnings(): Promise<readonly Warning[]>;
}

/** One warning of `GET /v1/status`. */
export interface Warning {
  code: string;
  message: string;
  /** What to do about it. */
  hint?: string | null;
}

interface StatusAnswer {
  warnings?: readonly Warning[];
}

function noneIfMissing(error: unknown): StatusAnswer {
  if (error instanceof Failure && error.trouble === "missing") return {};
  throw error;
}

/** A call that takes longer is given up. */
const TIMEOUT_MS = 30_000;
const TROUBLES: Record<number, Trouble> = {
  400: "refused",
  401: "token",
  404: "missing",
  409: "refused",
  503: "store",
};

export function createApi(): Api {
  const get = async <T>(path: string, query?: URLSearchParams): Promise<T> =>
    (await call(query?.size ? `${path}?${query}` : path)).json() as Promise<T>;
  const post = async <T>(path: string, body?: object): Promise<T> =>
    (
      await call(path, {
        method: "POST",
        ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      })
    ).json() as Promise<T>;
  return {
    orders: (query) => get("v1/orders", query),
    order: (id) => get(`v1/orders/${encodeURIComponent(id)}`),
    totals: (query) => get("v1/totals", query),
    quarantined: (query) => get("v1/deliveries", query),
    resolve: (id, resolution) => post(`v1/orders/${encodeURIComponent(id)}/resolve`, resolution),
    notify: (id) => post(`v1/orders/${encodeURIComponent(id)}/notify`),
    warnings: async () => {
      const { warnings = [] } = await get<StatusAnswer>("v1/status").catch(noneIfMissing);
      return warnings;
    },
    csv: async (query) => (await call(`v1/orders.csv?${query}`)).blob(),
  };
}

/** The path is relative to the page, wherever a proxy has put that. @throws {Failure} */
async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const token = recallToken();
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Failure("token");
  const answer = await fetch(new URL(path, document.baseURI), {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${token}` },
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => {
    throw new Failure("silent");
  });
  if (answer.ok) return answer;
  throw await toFailure(answer);
}

async function toFailure(answer: Response): Promise<Failure> {
  const trouble = TROUBLES[answer.status] ?? "fault";
  if (trouble !== "refused") return new Failure(trouble);
  const body = (await answer.json().catch(() => undefined)) as ErrorBody | undefined;
  if (body?.error.code === "not_in_review")
    return new Failure(
      "refused",
      "This order does not need a resolution any more: it has changed meanwhile.",
    );
  const fields = Object.entries(body?.error.fields ?? {}).map(([field, fault]) => `${field} ${fault}`);
  return new Failure("refused", [body?.error.message, ...fields].filter(Boolean).join(" ") || undefined);
}
