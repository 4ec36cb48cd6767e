import { canReadTokens, deriveBinding } from "../domain/binding.ts";
import type { ClaimFact } from "../domain/facts.ts";
import { ApiError } from "../errors.ts";
import { toClaim } from "../reconciler/read-facts.ts";
import { type Job, lock } from "../store/job.ts";
import { claimSubject, requestKey, tokenSubject } from "../webhooks/event-to-facts.ts";
import type { LinkedRow } from "./checkout-table.ts";
import { addFacts, findFacts } from "./fact-table.ts";
import { type OrderColumns, type Settling, toOrder } from "./settle.ts";

/** A request id, and the token of its link. */
export interface Pair {
  requestId: string;
  token: string;
}

/** Keeps out whoever claims the same. */
export function lockClaims({ requestId, token }: Pair): Job<void> {
  return lock([requestId, tokenSubject(token), claimSubject(requestId)]);
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
export function* refuseClaimed(
  claimant: OrderColumns,
  rivals: readonly LinkedRow[],
  settling: Settling,
): Job<void> {
  if (rivals.length === 0) return;
  const order = toOrder(claimant, settling.policy);
  const facts = yield* findFacts(claimant.request_id, tokenSubject(claimant.token));
  const { rank } = deriveBinding(order, facts);
  const mayBeTold = rank === 0 && rivals.length < MOST_UNTOLD && canReadTokens(order, facts);
  for (const rival of rivals) {
    const theirs = yield* rankOf(rival, settling);
    if (isTaken(rival, claimant) || (rank <= theirs && !(theirs === 0 && mayBeTold))) throw linkClaimed();
  }
}

/**
 * The same before anything is read of the claimant's link: only what no read can change.
 * @throws {ApiError} `link_claimed`
 */
export function* refuseHopeless(
  claimant: OrderColumns,
  rivals: readonly LinkedRow[],
  settling: Settling,
): Job<void> {
  for (const rival of rivals)
    if (isTaken(rival, claimant) || (yield* rankOf(rival, settling)) > 1) throw linkClaimed();
}

function isTaken(rival: LinkedRow, { request_id, token }: OrderColumns): boolean {
  const isSame = rival.token === token && requestKey(rival.request_id) === requestKey(request_id);
  return isSame || rival.created_by === "companion" || IS_SETTLED.has(rival.status);
}

function* rankOf(row: LinkedRow, { policy }: Settling) {
  const facts = yield* findFacts(row.request_id, tokenSubject(row.token));
  return deriveBinding(toOrder(row, policy), facts).rank;
}

/** From now on each claimant of the id is told of the others. */
export function* addClaims(
  { requestId, token }: Pair,
  rivals: readonly LinkedRow[],
  { by, settling }: { by: ClaimFact["by"]; settling: Settling },
): Job<void> {
  const same = rivals.filter(({ request_id }) => requestKey(request_id) === requestKey(requestId));
  if (same.length === 0) return;
  const claims: ClaimFact[] = [
    { kind: "claim", token, by },
    ...same.map((rival): ClaimFact => ({ kind: "claim", token: rival.token, by: "registration" })),
  ];
  const rows = claims.map((claim) => toClaim(requestId, claim));
  yield* addFacts(rows.map((row) => ({ ...row, source: "merchant", seenAt: settling.now })));
}

export function linkClaimed(): ApiError {
  return new ApiError("link_claimed", "This payment link belongs to another checkout: create a new one.");
}
