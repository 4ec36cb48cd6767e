import type { Reason } from "../contract/contract.ts";
import { ZERO } from "./amount.ts";
import { type Fact, factsOfKind } from "./facts.ts";
import type { Order } from "./order.ts";
import { type Received, toHash } from "./received.ts";

/** Whether the price has arrived after the link's time was over. */
export function isLate({ expiresAt }: Order, { reaching }: Received): boolean {
  return reaching.length > 0 && reaching.every(({ at }) => at !== undefined && at > expiresAt);
}

/** What a merchant should know of an order that is paid. */
export function remark(facts: readonly Fact[], received: Received): Reason | null {
  if (factsOfKind(facts, "offramp").some(({ subStatus }) => subStatus === "bounced"))
    return "offramp_bounced";
  const { reaching, excess } = received;
  const transactions = new Set(reaching.flatMap(({ txHash }) => (txHash ? toHash(txHash) : [])));
  // Source and destination of one cross-chain payment are two hashes as well.
  const isTwice = reaching.some(({ wholePayments = 0 }) => wholePayments > 1);
  return isTwice || (transactions.size > 1 && excess.gt(ZERO)) ? "second_payment" : null;
}
