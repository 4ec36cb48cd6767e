import type { LinkedRow } from "../checkouts/checkout-table.ts";
import type { OrderFilter } from "../contract.ts";
import { type Job, query, type SqlValue } from "../store/job.ts";

export interface OrderPage {
  rows: (LinkedRow & { seq: number })[];
  /** The running number to go on below, or null at the end. */
  next: number | null;
}

/** Orders that match, newest first, below a running number: stable however many are added meanwhile. */
export function* findOrders(
  filter: OrderFilter,
  { below, limit }: { below: number | null; limit: number },
): Job<OrderPage> {
  const params: SqlValue[] = [];
  const conditions = ["request_id IS NOT NULL"];
  const where = (condition: (place: string) => string, value: SqlValue) => {
    params.push(value);
    conditions.push(condition(`$${params.length}`));
  };
  if (below !== null) where((place) => `seq < ${place}`, below);
  if (filter.status) {
    const places = filter.status.map((status) => `$${params.push(status)}`);
    conditions.push(`status IN (${places.join(", ")})`);
  }
  if (filter.reference !== undefined) where((place) => `reference = ${place}`, filter.reference);
  if (filter.product !== undefined) where((place) => `product = ${place}`, filter.product);
  if (filter.since !== undefined) where((place) => `created_at >= ${place}`, filter.since);
  if (filter.until !== undefined) where((place) => `created_at < ${place}`, filter.until);
  params.push(limit + 1);
  const rows = yield* query<LinkedRow & { seq: number }>(
    `SELECT * FROM checkouts WHERE ${conditions.join(" AND ")} ORDER BY seq DESC LIMIT $${params.length}`,
    ...params,
  );
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null };
}

export interface ChangeRow {
  seq: number;
  at: number;
  cause: string;
  previous_status: string;
  checkout: string;
}

export function findChanges(checkoutId: string): Job<ChangeRow[]> {
  return query(
    "SELECT seq, at, cause, previous_status, checkout FROM changes WHERE checkout_id = $1 ORDER BY seq",
    checkoutId,
  );
}

export interface DeliveryRow {
  seq: number;
  received_at: number;
  delivery_id: string | null;
  test: number;
  state: string;
  problem: string | null;
  event: string | null;
  body: Uint8Array;
}

/** The deliveries that named a request id or a token first of all, and those that have changed something; oldest first. */
export function* findDeliveriesOf(
  requestId: string,
  tokenSubject: string,
  changes: readonly ChangeRow[],
): Job<DeliveryRow[]> {
  const causes = changes.flatMap(({ cause }) => /^delivery:(\d+)$/.exec(cause)?.[1] ?? []).map(Number);
  const places = causes.map((_, index) => `$${index + 3}`);
  return yield* query<DeliveryRow>(
    `SELECT * FROM deliveries WHERE subject IN ($1, $2)${places.length > 0 ? ` OR seq IN (${places.join(", ")})` : ""}
      ORDER BY seq LIMIT 1000`,
    requestId,
    tokenSubject,
    ...causes,
  );
}

/** Deliveries in a state, newest first, below a running number. */
export function findDeliveries(
  state: string,
  { below, limit }: { below: number | null; limit: number },
): Job<DeliveryRow[]> {
  return query(
    `SELECT * FROM deliveries WHERE state = $1 AND seq < $2${state === "recorded" ? "" : " AND state <> 'recorded'"}
      ORDER BY seq DESC LIMIT $3`,
    state,
    below ?? Number.MAX_SAFE_INTEGER,
    limit,
  );
}
