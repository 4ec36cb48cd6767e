import { type Fact, factsOfKind } from "./facts.ts";

/** How the attempts to pay stand, by what wallets and screenings report. None of it decides about money. */
export interface Attempts {
  failed: boolean;
  /** The last attempt that failed was a wallet that a screening rejected, or that is not on the link's list. */
  isRejected: boolean;
  inWallet: boolean;
  onItsWay: boolean;
}

/** Something without a date is neither earlier nor later than anything. */
export function deriveAttempts(facts: readonly Fact[]): Attempts {
  const rejections = factsOfKind(facts, "screening").filter(({ status }) => status === "rejected");
  const ends = [...factsOfKind(facts, "failure"), ...rejections];
  const lastEnd = latest(ends.map(({ at }) => at ?? Number.POSITIVE_INFINITY));
  const steps = factsOfKind(facts, "wallet").filter(
    ({ step, at = 0 }) => step !== "connected" && at > lastEnd,
  );
  const isMoving = factsOfKind(facts, "offramp").some(
    ({ subStatus }) => subStatus !== "failed" && subStatus !== "bounced",
  );
  return {
    failed: ends.length > 0 && steps.length === 0,
    isRejected: rejections.some(({ at = Number.POSITIVE_INFINITY }) => at === lastEnd),
    inWallet: steps.length > 0,
    onItsWay: isMoving || steps.some(({ step }) => step === "approved"),
  };
}

function latest(times: readonly number[]): number {
  return Math.max(Number.NEGATIVE_INFINITY, ...times);
}
