import type { ReadTx, WriteTx } from "../sql/transaction.ts";
import { testSubject } from "./subject.ts";

/** A row of `deliveries`: a webhook whose signature has matched, as it came. */
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

/** A delivery to be stored. It is recognised by its first fact: deliveries have no index of their own. */
export type NewDelivery = Omit<DeliveryRow, "seq" | "received_at"> & { key: string };

/** Stores deliveries. Their running numbers, in order. */
export async function insertDeliveries(
  tx: WriteTx,
  deliveries: readonly NewDelivery[],
  receivedAt: number,
): Promise<number[]> {
  const rows = await tx.queryEach<{ seq: number }>(
    `INSERT INTO deliveries (key, received_at, delivery_id, test, state, problem, event, body)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING seq`,
    ["text", "bigint", "text", "bigint", "text", "text", "text", "bytea"],
    deliveries.map((row) => [
      row.key,
      receivedAt,
      row.delivery_id,
      row.test,
      row.state,
      row.problem,
      row.event,
      row.body,
    ]),
  );
  return rows.map(({ seq }) => seq).sort((a, b) => a - b);
}

/** The deliveries that named a request id or a token, tests too, oldest first. */
export function findDeliveriesOf(
  tx: ReadTx,
  requestId: string,
  tokenSubject: string,
): Promise<DeliveryRow[]> {
  return tx.query(
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
  tx: ReadTx,
  state: string,
  { below, limit }: { below: number | null; limit: number },
): Promise<DeliveryRow[]> {
  return tx.query(
    `SELECT * FROM deliveries WHERE state = $1 AND seq < $2${state === "recorded" ? "" : " AND state <> 'recorded'"}
      ORDER BY seq DESC LIMIT $3`,
    state,
    below ?? Number.MAX_SAFE_INTEGER,
    limit,
  );
}
