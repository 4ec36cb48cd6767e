import type { OrderFilter } from "../contract/contract.ts";
import type { SqlValue } from "../store/sql/statement.ts";

/** A filter whose search is resolved as far as other tables are concerned. */
export type Match = OrderFilter & {
  /** Request ids that a transaction of this hash has paid. */
  paidBy?: readonly string[] | undefined;
};

/** Rows with a running number from `from` on and below `below`. */
export interface Span {
  from?: number | undefined;
  below?: number | undefined;
}

/** In two parts, each of which has its index. */
const UNSENT = `SELECT checkout_id FROM notifications WHERE state = 'pending'
  UNION SELECT checkout_id FROM notifications WHERE state = 'failed'`;

/** The conditions of a WHERE, with their parameters. */
export function toConditions(match: Match, { from, below }: Span): { where: string; params: SqlValue[] } {
  const params: SqlValue[] = [];
  const place = (value: SqlValue) => `$${params.push(value)}`;
  const conditions = ["request_id IS NOT NULL"];
  const add = <T>(value: T | undefined, condition: (value: T) => string) => {
    if (value !== undefined) conditions.push(condition(value));
  };
  add(from, (seq) => `seq >= ${place(seq)}`);
  add(below, (seq) => `seq < ${place(seq)}`);
  add(match.status, (statuses) => `status IN (${statuses.map(place).join(", ")})`);
  add(match.reference, (reference) => `reference = ${place(reference)}`);
  add(match.product, (product) => `product = ${place(product)}`);
  add(match.since, (since) => `created_at >= ${place(since)}`);
  add(match.until, (until) => `created_at < ${place(until)}`);
  add(match.terms, (terms) => `terms = ${place(terms)}`);
  add(match.unverified, (isUnverified) => `unverified_since IS ${isUnverified ? "NOT NULL" : "NULL"}`);
  add(match.notification, () => `id IN (${UNSENT})`);
  add(match.search, (text) => searchCondition(text, match.paidBy ?? [], place));
  return { where: conditions.join(" AND "), params };
}

/** `!` escapes what LIKE would take for a wildcard. */
function searchCondition(
  text: string,
  paidBy: readonly string[],
  place: (value: SqlValue) => string,
): string {
  const literal = text.replaceAll(/[!%_]/g, "!$&");
  // SQLite lowers ASCII alone: what is written with other capitals is found as it is written.
  const [within, lowered] = [place(`%${literal}%`), place(`%${literal.toLowerCase()}%`)];
  const ids = [text, ...paidBy].map(place);
  const texts = ["reference", "title", "payer_identifier"].flatMap((column) => [
    `${column} LIKE ${within} ESCAPE '!'`,
    `lower(${column}) LIKE ${lowered} ESCAPE '!'`,
  ]);
  const start = place(`${literal.toLowerCase()}%`);
  return `(${[`id LIKE ${start} ESCAPE '!'`, `request_id IN (${ids.join(", ")})`, ...texts].join(" OR ")})`;
}
