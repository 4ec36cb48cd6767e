import { type Amount, sum, toAmount, toDecimal } from "./amount.ts";
import { type Fact, factsOfKind, type RefundFact } from "./facts.ts";
import { isInPriceToken } from "./labels.ts";
import type { Order } from "./order.ts";
import { type Received, toHash } from "./received.ts";

export interface Refund {
  amount: Amount;
  /** Everything went back. */
  isWhole: boolean;
}

/** What went back, or null. A refund that names no amount is one of everything; one in another token is none of this order. */
export function deriveRefund(order: Order, facts: readonly Fact[], received: Amount): Refund | null {
  const own = factsOfKind(facts, "refund").filter((refund) => isInPriceToken(order, refund));
  if (own.length === 0) return null;
  const refunds = distinct(own.map(toReport));
  const amounts = refunds.flatMap(({ amount }) => (amount === undefined ? [] : [toAmount(amount)]));
  if (amounts.length < refunds.length) return { amount: received, isWhole: true };
  const amount = sum(amounts);
  return { amount, isWhole: amount.gte(received) };
}

/**
 * Whether some of it had gone back before the price was reached: then the total that reaches it was never there at once. A
 * refund is no later than its first arrival here; of money that names no date nobody knows how much older it is.
 */
export function isRefundedBefore(order: Order, facts: readonly Fact[], { reaching }: Received): boolean {
  const reachedAt = Math.min(...reaching.map(({ at = 0, seenAt }) => Math.min(at, seenAt)));
  const before = factsOfKind(facts, "refund").filter(({ at, seenAt }) => (at ?? seenAt) < reachedAt);
  return reaching.length > 0 && before.some((refund) => isInPriceToken(order, refund));
}

/** What a report says of a refund, as two can be compared. */
interface Report {
  amount: string | undefined;
  to: string | undefined;
  txHash: string | undefined;
  /** In seconds: not every report names milliseconds. */
  at: number | undefined;
}

function toReport({ amount, txHash, at, to }: RefundFact): Report {
  return {
    amount: amount === undefined ? undefined : toDecimal(toAmount(amount)),
    to: to?.toLowerCase(),
    txHash: txHash === undefined ? undefined : toHash(txHash),
    at: at === undefined ? undefined : Math.floor(at / 1000),
  };
}

/** Without the reports that say the same as another one, or less. One transaction may hold several refunds. */
function distinct(reports: readonly Report[]): Report[] {
  return reports.filter((one, index) => {
    const isKnownBy = (other: Report, place: number) =>
      says(other, one) && (place < index || !says(one, other));
    return !reports.some(isKnownBy);
  });
}

/**
 * Whether a report says all that the other one does. Where that names the transaction, its date tells nothing apart; where it
 * names neither amount, transaction nor date, nobody knows which refund it is of.
 */
function says(report: Report, { amount, to, txHash, at }: Report): boolean {
  const isSaid = (value: string | number | undefined, by: string | number | undefined) =>
    value === undefined || value === by;
  return (
    [amount, txHash, at].some((value) => value !== undefined) &&
    isSaid(amount, report.amount) &&
    isSaid(to, report.to) &&
    isSaid(txHash, report.txHash) &&
    (txHash !== undefined || isSaid(at, report.at))
  );
}
