import type { Reason } from "../contract/contract.ts";
import { type Amount, toAmount } from "./amount.ts";
import { type Fact, factsOfKind } from "./facts.ts";

/** What is shown of an order with several reasons: the worst, which stands first. */
export const REVIEW_REASONS: readonly Reason[] = [
  "wrong_payee",
  "wrong_currency",
  "wrong_network",
  "paid_before_registration",
  "below_price",
  "owner_unproven",
  "amount_unknown",
];

/** Whether a reason is one that a merchant resolves, and no remark on what is paid. */
export function isReviewReason(reason: Reason | null): reason is Reason {
  const reasons: readonly (Reason | null)[] = REVIEW_REASONS;
  return reasons.includes(reason);
}

/**
 * What the merchant has decided, if that still holds; the last decision counts. It holds for what was known then: a worse
 * reason opens the order again, and so does more money for a closed one.
 */
export function findResolution(
  facts: readonly Fact[],
  { reason, received, requestId }: { reason: Reason; received: Amount; requestId: string },
): "paid" | "closed" | undefined {
  const last = factsOfKind(facts, "resolution")
    .filter((one) => (one.requestId ?? requestId) === requestId)
    .sort((a, b) => a.at - b.at || a.as.localeCompare(b.as))
    .at(-1);
  if (!last) return undefined;
  const isNoWorse = REVIEW_REASONS.indexOf(reason) >= REVIEW_REASONS.indexOf(last.reason);
  const isNoMore = last.as === "paid" || received.lte(toAmount(last.received));
  return isNoWorse && isNoMore ? last.as : undefined;
}
