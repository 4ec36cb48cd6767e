import { canReadTokens, deriveBinding } from "../domain/binding.ts";
import type { ClaimFact, Fact } from "../domain/facts.ts";
import type { Order } from "../domain/order.ts";
import { ApiError } from "../http/errors.ts";
import { type FoldContext, type OrderColumns, toOrder } from "../ledger/fold.ts";
import { type ReadFacts, toClaim, toNewFacts } from "../request-network/reconciler/read-facts.ts";
import type { ReadTx, WriteTx } from "../store/sql/transaction.ts";
import type { LinkedRow } from "../store/tables/checkouts.ts";
import { findFacts, type NewFact } from "../store/tables/facts.ts";
import { requestKey, subjectsOf } from "../store/tables/subject.ts";

/** A request id, and the token of its link. */
export type Link = Pick<LinkedRow, "request_id" | "token">;

/** Whoever wants to register a link, with what was read of it just now. */
export interface Claimant {
  order: OrderColumns;
  found?: readonly ReadFacts[];
  rivals: readonly LinkedRow[];
}

type Deriving = Pick<FoldContext, "policy" | "now">;

/** Keeps out whoever claims the same. `found` is what was read of the link just now. */
export function lockClaims(tx: WriteTx, link: Link, found: readonly ReadFacts[] = []): Promise<void> {
  const read = found.flatMap((one) => toNewFacts(link, one));
  return tx.lock([...subjectsOf(link), ...read.map(({ subject }) => subject)]);
}

/** Each is folded with every event of the request: whoever comes later needs a read or an event that names the token. */
const MOST_UNTOLD = 20;
/** What was paid once is its order's. */
const IS_SETTLED: ReadonlySet<string> = new Set(["paid", "refunded"]);

/**
 * A request id pays one order. It is its first claimant's, unless more speaks for the token of another one; where nothing speaks
 * for either and reads will tell, both may wait for that: an honest payer is not refused because somebody was faster with an
 * invented token.
 * @throws {ApiError} `link_claimed`
 */
export async function refuseClaimed(tx: ReadTx, claimant: Claimant, context: Deriving): Promise<void> {
  const { order, found = [], rivals } = claimant;
  if (rivals.length === 0) return;
  const read = found.flatMap((one) => toNewFacts(order, one));
  const own = await knownOf(tx, order, read, context);
  const { rank } = deriveBinding(own.order, own.facts);
  const mayBeTold = rank === 0 && rivals.length < MOST_UNTOLD && canReadTokens(own.order, own.facts);
  for (const rival of rivals) {
    const theirs = await knownOf(tx, rival, read, context);
    const theirRank = deriveBinding(theirs.order, theirs.facts).rank;
    if (isTaken(rival, order) || (rank <= theirRank && !(theirRank === 0 && mayBeTold))) throw linkClaimed();
  }
}

/**
 * The same before anything is read of the claimant's link: only what no read can change.
 * @throws {ApiError} `link_claimed`
 */
export async function refuseHopeless(
  tx: ReadTx,
  { order, rivals }: Claimant,
  context: Deriving,
): Promise<void> {
  for (const rival of rivals) {
    const theirs = await knownOf(tx, rival, [], context);
    if (isTaken(rival, order) || deriveBinding(theirs.order, theirs.facts).rank > 1) throw linkClaimed();
  }
}

function isTaken(rival: LinkedRow, { request_id, token }: OrderColumns): boolean {
  const isSame = rival.token === token && requestKey(rival.request_id) === requestKey(request_id);
  return isSame || rival.created_by === "companion" || IS_SETTLED.has(rival.status);
}

/** An order with its facts: those that are stored, and those that were read just now. */
async function knownOf(
  tx: ReadTx,
  row: OrderColumns,
  read: readonly NewFact[],
  { policy, now }: Deriving,
): Promise<{ order: Order; facts: Fact[] }> {
  const subjects: readonly string[] = subjectsOf(row);
  const fresh = read
    .filter(({ subject }) => subjects.includes(subject))
    .map(({ fact, source }): Fact => ({ ...fact, source, seenAt: now }));
  return { order: toOrder(row, policy), facts: [...(await findFacts(tx, row)), ...fresh] };
}

/** The facts by which each claimant of the id knows of the others. */
export function toClaims(
  { request_id, token }: Link,
  rivals: readonly LinkedRow[],
  by: ClaimFact["by"],
): NewFact[] {
  const same = rivals.filter((rival) => requestKey(rival.request_id) === requestKey(request_id));
  if (same.length === 0) return [];
  const claims: ClaimFact[] = [
    { kind: "claim", token, by },
    ...same.map((rival): ClaimFact => ({ kind: "claim", token: rival.token, by: "registration" })),
  ];
  return claims.map((claim) => ({ ...toClaim(request_id, claim), source: "merchant" }));
}

export function linkClaimed(): ApiError {
  return new ApiError("link_claimed", "This payment link belongs to another checkout: create a new one.");
}
