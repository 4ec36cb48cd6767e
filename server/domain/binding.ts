import { deriveCalibration } from "./calibration.ts";
import { type Fact, factsOfKind, type LinkFact, type NamedFact } from "./facts.ts";
import type { Order } from "./order.ts";

/** Whether the link's token belongs to the order's request id, and what speaks against it. */
export interface Binding {
  bound: boolean;
  /** The token itself is known to belong to the request id, so that the link's URL may be given out. */
  boundByToken: boolean;
  /** A signed delivery names both. */
  namedByDelivery: boolean;
  refuted: boolean;
  /** The request id is another token's, and nothing ever named this one beside it. */
  isOthers: boolean;
  /** How much speaks for this token, where others claim the request id as well. */
  rank: Rank;
}

/**
 * 1: a signed delivery names the token and this id alone, or a read of a paid link names it before others, which may be of fee
 * legs or of a bundle; 2: a read names the token and this id for certain; 3: the companion has created it.
 */
export type Rank = 0 | 1 | 2 | 3;

const RANKS = { registration: 0, vague_read: 1, read: 2, creation: 3 } as const;

/**
 * Is the link's token bound to the request id? By our own creation; by a token read that names the id; by a signed delivery
 * that names both. The request id alone is enough only where token reads are closed to us. Where another token claims the
 * same id, one of them at most is bound: the one that more speaks for.
 */
export function deriveBinding(order: Order, facts: readonly Fact[]): Binding {
  const reads = factsOfKind(facts, "link");
  // Of deliveries, only what names the token beside ids holds any.
  const deliveries = factsOfKind(facts, "named").filter(({ source }) => source === "delivery");
  const named = [...reads, ...deliveries].filter(({ requestIds }) => requestIds.length > 0);
  // The first id is the payment's. Those behind it are of fee legs, which can be paid alone, and for less.
  const isOurs = ({ requestIds: [first] }: { requestIds: readonly string[] }) => first === order.requestId;
  const isNamed = named.some(isOurs);
  const rank = rankOf(order, { reads, deliveries });
  const others = factsOfKind(facts, "claim").filter(({ token }) => token !== order.token);
  const othersRank = Math.max(0, ...others.map(({ by }) => RANKS[by]));
  const isFirst = others.length === 0 || rank > othersRank;
  const boundByToken = isFirst && (order.createdBy === "companion" || isNamed);
  // With as much for the other one, somebody has bundled the link: that is for a person to look at.
  const isBeaten = othersRank > 1 ? rank <= othersRank : othersRank === 1 && rank === 1;
  return {
    bound: boundByToken || (others.length === 0 && !canReadTokens(order, facts)),
    boundByToken,
    namedByDelivery: deliveries.some(isOurs),
    refuted:
      isBeaten ||
      named.some((one) => !one.requestIds.includes(order.requestId)) ||
      reads.some(isNoSinglePayment),
    isOthers: isBeaten && !isNamed,
    rank,
  };
}

/** A batch, several amounts, or money that goes out. */
function isNoSinglePayment({ several, outgoing }: LinkFact): boolean {
  return several === true || outgoing === true;
}

/** Whoever bundles links gets a token that names the ids of all: among rivals only what names this id alone counts. */
function rankOf(
  order: Order,
  { reads, deliveries }: { reads: readonly LinkFact[]; deliveries: readonly NamedFact[] },
): Rank {
  if (order.createdBy === "companion") return 3;
  const claims = reads.map(claimOf).filter((claim) => claim?.requestId === order.requestId);
  if (claims.some((claim) => claim?.by === "read")) return 2;
  const isAlone = ({ requestIds }: NamedFact) => requestIds.length === 1 && requestIds[0] === order.requestId;
  return claims.length > 0 || deliveries.some(isAlone) ? 1 : 0;
}

/** The request that a token read is about; a paid link's may be one of several that were bundled. */
export function claimOf(read: LinkFact): { requestId: string; by: "read" | "vague_read" } | undefined {
  const { state = "open", requestIds } = read;
  const [requestId] = requestIds;
  if (requestId === undefined || isNoSinglePayment(read)) return undefined;
  return { requestId, by: state === "open" || requestIds.length === 1 ? "read" : "vague_read" };
}

/** Whether token reads could tell whose a token is. */
export function canReadTokens({ policy }: Order, facts: readonly Fact[]): boolean {
  return policy.canReadTokens && !deriveCalibration(facts).areTokenReadsClosed;
}
