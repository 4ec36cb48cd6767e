import { type Job, query } from "../store/job.ts";

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
