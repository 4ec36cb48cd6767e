import type { PriceSource, ReferenceSource } from "../../contract/contract.ts";
import type { Standing } from "../../domain/derive.ts";
import type { SqlType } from "../sql/statement.ts";
import type { ReadTx, WriteTx } from "../sql/transaction.ts";
import { parseSubject, requestKey } from "./subject.ts";

/** A row of `checkouts`: what was sold, its link, and where it stands by the facts so far. */
export interface CheckoutRow {
  /** Its running number. */
  seq: number;
  id: string;
  body_hash: string;
  created_at: number;
  expires_at: number;
  amount: string;
  currency: string;
  price_source: PriceSource;
  product: string | null;
  quantity: number | null;
  title: string | null;
  /** The offer that it was opened by, where that can be used once. */
  offer_id: string | null;
  /** The same while no other checkout may use it: of all that do, one at a time. */
  held_offer_id: string | null;
  reference: string | null;
  reference_source: ReferenceSource | null;
  payer_identifier: string | null;
  origin: string | null;
  created_by: "companion" | "browser";
  /** An `OrderPolicy` as JSON: the configuration at registration. Null in rows of an earlier release. */
  policy: string | null;
  /** Null while the companion is creating the link. */
  request_id: string | null;
  token: string | null;
  pay_url: string | null;
  status: Standing["status"];
  amount_paid: string;
  amount_refunded: string | null;
  excess: string | null;
  late: number;
  reason: Standing["reason"];
  terms: Standing["terms"];
  /** When money was first reported, while its terms are unverified. */
  unverified_since: number | null;
  /** When a digest has counted it as unverified, if one has. */
  digest_at: number | null;
  payable: number;
  /** When time alone changes something. */
  expiry_check_at: number | null;
  /** When the request is to be read, if at all. */
  next_request_poll_at: number | null;
  /** When the link is to be read by its token, if at all. */
  next_link_poll_at: number | null;
  /** When the link was read last. */
  link_read_at: number | null;
  /** A keyed hash of the client's network, by which reads are shared out. Empty in rows of an earlier release. */
  client: string;
  /** A search or the list has reported a payment that no read has looked at yet. */
  reported: number;
  updated_at: number;
  version: number;
}

/** A row whose link exists. */
export type LinkedRow = CheckoutRow & { request_id: string; token: string; pay_url: string };

/** What is known when a checkout is opened; the rest of its row follows from the facts. */
export type NewCheckout = Omit<
  CheckoutRow,
  | "seq"
  | "status"
  | "amount_paid"
  | "amount_refunded"
  | "excess"
  | "late"
  | "reason"
  | "terms"
  | "unverified_since"
  | "digest_at"
  | "payable"
  | "expiry_check_at"
  | "link_read_at"
  | "reported"
  | "held_offer_id"
  | "updated_at"
  | "version"
>;

export interface LinkColumns {
  request_id: string;
  token: string;
  pay_url: string;
}

export function isLinked(row: CheckoutRow): row is LinkedRow {
  return row.request_id !== null;
}

export function findById(tx: ReadTx, id: string): Promise<CheckoutRow | undefined> {
  return tx.queryOne("SELECT * FROM checkouts WHERE id = $1", id);
}

/** A checkout that is about to be changed: read anew, and nobody else changes it before the job is over. */
export function findToChange(tx: WriteTx, id: string): Promise<CheckoutRow | undefined> {
  return tx.queryOne("SELECT * FROM checkouts WHERE id = $1 {for update}", id);
}

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

/** The checkout that holds an offer. */
export function findByLiveOffer(tx: ReadTx, offerId: string): Promise<CheckoutRow | undefined> {
  return tx.queryOne("SELECT * FROM checkouts WHERE held_offer_id = $1", offerId);
}

/** Checkouts whose status time alone has changed, longest overdue first, but for those that somebody is changing. */
export function findDue(tx: WriteTx, now: number, limit: number): Promise<LinkedRow[]> {
  return tx.query(
    "SELECT * FROM checkouts WHERE expiry_check_at IS NOT NULL AND expiry_check_at <= $1 ORDER BY expiry_check_at LIMIT $2 {skip locked}",
    now,
    limit,
  );
}

export async function insertCheckout(tx: WriteTx, row: NewCheckout): Promise<void> {
  const fresh = {
    ...row,
    status: "pending",
    amount_paid: "0",
    late: 0,
    terms: "unverified",
    payable: 0,
    held_offer_id: row.offer_id,
    updated_at: row.created_at,
    version: 1,
  };
  const names = Object.keys(fresh);
  const places = names.map((_, index) => `$${index + 1}`);
  await tx.query(
    `INSERT INTO checkouts (${names.join(", ")}) VALUES (${places.join(", ")})`,
    ...Object.values(fresh),
  );
}

/** Gives a reserved checkout the link that was created for it. */
export async function saveLink(
  tx: WriteTx,
  id: string,
  { request_id, token, pay_url }: LinkColumns,
): Promise<void> {
  await tx.execute(
    "UPDATE checkouts SET request_id = $1, token = $2, pay_url = $3 WHERE id = $4",
    request_id,
    token,
    pay_url,
    id,
  );
}

/** The columns that a fold decides. */
type StandingColumns = Pick<
  CheckoutRow,
  | "status"
  | "amount_paid"
  | "amount_refunded"
  | "excess"
  | "late"
  | "reason"
  | "terms"
  | "unverified_since"
  | "payable"
  | "expiry_check_at"
>;

/** A row as {@link saveStandings} leaves it; undefined where the standing is what the row says already. */
export function withStanding(row: LinkedRow, standing: Standing, now: number): LinkedRow | undefined {
  const columns: StandingColumns = {
    status: standing.status,
    amount_paid: standing.amountPaid,
    amount_refunded: standing.amountRefunded,
    excess: standing.excess,
    late: Number(standing.late),
    reason: standing.reason,
    terms: standing.terms,
    unverified_since: standing.unverifiedSince,
    payable: Number(standing.payable),
    expiry_check_at: standing.dueAt,
  };
  const isSame = Object.entries(columns).every(([name, value]) => row[name as keyof typeof row] === value);
  return isSame ? undefined : { ...row, ...columns, updated_at: now, version: row.version + 1 };
}

/** Saves what a fold has decided, of each checkout once. */
export async function saveStandings(tx: WriteTx, rows: readonly LinkedRow[]): Promise<void> {
  await tx.executeEach(
    `UPDATE checkouts SET status = $1, amount_paid = $2, amount_refunded = $3, excess = $4, late = $5, reason = $6,
      terms = $7, unverified_since = $8, payable = $9, expiry_check_at = $10, updated_at = $11, version = $12 WHERE seq = $13`,
    STANDING_TYPES,
    rows.map((row) => [
      row.status,
      row.amount_paid,
      row.amount_refunded,
      row.excess,
      row.late,
      row.reason,
      row.terms,
      row.unverified_since,
      row.payable,
      row.expiry_check_at,
      row.updated_at,
      row.version,
      row.seq,
    ]),
  );
}

const STANDING_TYPES: readonly SqlType[] = [
  ...(["text", "text", "text", "text", "bigint", "text", "text"] as const),
  ...(["bigint", "bigint", "bigint", "bigint", "bigint", "bigint"] as const),
];

/** Lets go of the offers of orders that have expired, and takes those of the others back. */
export async function moveOffers(tx: WriteTx, rows: readonly LinkedRow[]): Promise<void> {
  for (const { id, offer_id, status } of rows)
    if (offer_id !== null) await (status === "expired" ? freeOffer(tx, id) : holdOffer(tx, id));
}

/** Lets go of an offer, so that another checkout may be opened by it. */
export async function freeOffer(tx: WriteTx, id: string): Promise<void> {
  await tx.execute("UPDATE checkouts SET held_offer_id = NULL WHERE id = $1", id);
}

/** Takes an offer back for a checkout that is paid after all, unless another one has it by now. */
export async function holdOffer(tx: WriteTx, id: string): Promise<void> {
  await tx.execute(
    `UPDATE checkouts SET held_offer_id = offer_id WHERE id = $1
      AND NOT EXISTS (SELECT 1 FROM checkouts other WHERE other.held_offer_id = checkouts.offer_id)`,
    id,
  );
}
