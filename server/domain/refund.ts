import { type Amount, sum, toAmount, toDecimal, ZERO } from "./amount.ts";
import { toAsset } from "./currency.ts";
import { type Fact, factsOfKind, type RefundFact } from "./facts.ts";
import type { Order } from "./order.ts";
import { type Received, toHash } from "./received.ts";
import { assetOf } from "./terms.ts";

export interface Refund {
  amount: Amount;
  /** Everything went back. */
  isWhole: boolean;
}

/** What went back, or null. A refund that names no amount is one of everything; one in another token is none of this order. */
export function deriveRefund(order: Order, facts: readonly Fact[], received: Amount): Refund | null {
  const { symbol } = toAsset(order.currency);
  const refunds = factsOfKind(facts, "refund").filter(
    ({ currency }) => !currency || assetOf(currency, undefined).symbol === symbol,
  );
  if (refunds.length === 0) return null;
  const named = refunds.flatMap((refund) =>
    refund.amount === undefined ? [] : [[identify(refund, refund.amount), toAmount(refund.amount)] as const],
  );
  if (named.length < refunds.length) return { amount: received, isWhole: true };
  const amount = sum([...new Map(named).values()]);
  return { amount, isWhole: amount.gte(received) };
}

/**
 * Whether some of it had gone back before the price was reached: then the total that reaches it was never there at once. A
 * refund is no later than its first arrival here; of money that names no date nobody knows how much older it is.
 */
export function isRefundedBefore(order: Order, facts: readonly Fact[], { reaching }: Received): boolean {
  const reachedAt = Math.min(...reaching.map(({ at = 0, seenAt }) => Math.min(at, seenAt)));
  const before = factsOfKind(facts, "refund").filter(({ at, seenAt }) => (at ?? seenAt) < reachedAt);
  return reaching.length > 0 && deriveRefund(order, before, ZERO) !== null;
}

/** Variants of one refund are one refund; one transaction may hold several. */
function identify({ txHash, at, to }: RefundFact, amount: string): string {
  return JSON.stringify([
    txHash === undefined ? at : toHash(txHash),
    toDecimal(toAmount(amount)),
    to?.toLowerCase(),
  ]);
}
