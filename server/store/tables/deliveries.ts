import { testSubject } from "../../webhooks/event-to-facts.ts";
import { type Job, query } from "../job.ts";

export interface ChangeRow {
  seq: number;
  at: number;
  cause: string;
  previous_status: string;
  checkout: string;
}

export function findChanges(checkoutSeq: number): Job<ChangeRow[]> {
  return query(
    "SELECT seq, at, cause, previous_status, checkout FROM changes WHERE checkout_seq = $1 ORDER BY seq",
    checkoutSeq,
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

/** The deliveries that named a request id or a token, tests too, oldest first. */
export function findDeliveriesOf(requestId: string, tokenSubject: string): Job<DeliveryRow[]> {
  return query(
    `SELECT * FROM deliveries WHERE seq IN (SELECT delivery FROM facts WHERE subject IN ($1, $2, $3, $4))
      ORDER BY seq LIMIT 1000`,
    requestId,
    tokenSubject,
    testSubject(requestId),
    testSubject(tokenSubject),
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
