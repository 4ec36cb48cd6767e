import { type Job, query } from "../store/job.ts";
import { requestKey } from "../webhooks/event-to-facts.ts";
import type { LinkedRow } from "./checkout-table.ts";

/** The checkouts that claim this request id, however it is written, or this token. */
export function findRivals(requestId: string, token: string): Job<LinkedRow[]> {
  return queryRivals(requestId, { token, lock: "" });
}

/** The same, to be changed. */
export function findRivalsToChange(requestId: string, token: string): Job<LinkedRow[]> {
  return queryRivals(requestId, { token, lock: "{for update}" });
}

function queryRivals(requestId: string, { token, lock }: { token: string; lock: string }): Job<LinkedRow[]> {
  const key = requestKey(requestId);
  return query(
    `SELECT * FROM checkouts WHERE lower(request_id) IN ($1, $2) OR token = $3 ORDER BY seq ${lock}`,
    key,
    `0x${key}`,
    token,
  );
}
