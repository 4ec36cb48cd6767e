import type { ReadTx, WriteTx } from "../sql/transaction.ts";
import type { LinkedRow } from "./checkouts.ts";
import { parseSubject, requestKey } from "./subject.ts";

/** The checkouts whose facts are filed under any of these subjects, each once, to be changed; locked in one order. */
export function findClaimants(tx: WriteTx, subjects: readonly string[]): Promise<LinkedRow[]> {
  const named = subjects.map(parseSubject);
  return tx.query(
    ...claimedBy([
      ["request_id", named.flatMap(({ requestId }) => requestId ?? [])],
      ["token", named.flatMap(({ token }) => token ?? [])],
      ["lower(request_id)", named.flatMap(({ claimedKey }) => (claimedKey ? spellingsOf(claimedKey) : []))],
    ]),
  );
}

/** One statement for each choice of columns, whatever the length of the lists. */
function claimedBy(columns: readonly (readonly [string, readonly string[]])[]): [string, ...string[][]] {
  const used = columns.filter(([, values]) => values.length > 0);
  const conditions = used.map(([column], index) => `${column} {in $${index + 1}}`).join(" OR ");
  const sql = `SELECT * FROM checkouts WHERE ${conditions || "FALSE"} ORDER BY seq {for update}`;
  return [sql, ...used.map(([, values]) => [...values])];
}

function spellingsOf(requestKey: string): string[] {
  return [requestKey, `0x${requestKey}`];
}

/** The checkouts that claim this request id, however it is written, or this token. */
export function findRivals(tx: ReadTx, requestId: string, token: string): Promise<LinkedRow[]> {
  const [key, prefixed] = spellingsOf(requestKey(requestId));
  return tx.query(
    "SELECT * FROM checkouts WHERE lower(request_id) IN ($1, $2) OR token = $3 ORDER BY seq",
    key as string,
    prefixed as string,
    token,
  );
}
