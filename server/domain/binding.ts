import { deriveCalibration } from "./calibration.ts";
import { type Fact, factsOfKind, type LinkFact } from "./facts.ts";
import type { Order } from "./order.ts";

/** Whether the link's token belongs to the order's request id, and what speaks against it. */
export interface Binding {
  bound: boolean;
  /** The token itself is known to belong to the request id, so that the link's URL may be given out. */
  boundByToken: boolean;
  /** A signed delivery names both. */
  namedByDelivery: boolean;
  refuted: boolean;
}

/**
 * Is the link's token bound to the request id? By our own creation; by a token read that names the id; by a signed delivery
 * that names both. The request id alone is enough only where token reads are closed to us.
 */
export function deriveBinding(order: Order, facts: readonly Fact[]): Binding {
  const reads = factsOfKind(facts, "link");
  // Of deliveries, only what names the token beside ids holds any.
  const deliveries = factsOfKind(facts, "named").filter(({ source }) => source === "delivery");
  const named = [...reads, ...deliveries].filter(({ requestIds }) => requestIds.length > 0);
  const refuted =
    named.some(({ requestIds }) => !requestIds.includes(order.requestId)) || reads.some(isNoSinglePayment);
  // The first id is the payment's. Those behind it are of fee legs, which can be paid alone, and for less.
  const isOurs = ({ requestIds: [first] }: { requestIds: readonly string[] }) => first === order.requestId;
  const boundByToken = order.createdBy === "companion" || named.some(isOurs);
  return {
    bound: boundByToken || !canReadTokens(order, facts),
    boundByToken,
    namedByDelivery: deliveries.some(isOurs),
    refuted,
  };
}

/** A batch, several amounts, or money that goes out. */
function isNoSinglePayment({ several, outgoing }: LinkFact): boolean {
  return several === true || outgoing === true;
}

function canReadTokens({ policy }: Order, facts: readonly Fact[]): boolean {
  return policy.canReadTokens && !deriveCalibration(facts).areTokenReadsClosed;
}
