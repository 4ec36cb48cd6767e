import type { CheckoutStatus, Reason } from "../contract.ts";
import { toAsset } from "../currencies.ts";
import { type Amount, largest, sum, toAmount, toDecimal, ZERO } from "../money.ts";
import type { Fact, RefundFact } from "./facts.ts";
import { type Weighed, weighMoney } from "./money.ts";
import { type Proof, proveLink } from "./proof.ts";

/** What was sold, and the link that asks for it. Dates are milliseconds since 1970. */
export interface Order {
  amount: string;
  currency: string;
  requestId: string;
  createdBy: "companion" | "browser";
  registeredAt: number;
  expiresAt: number;
}

/** Everything a status depends on. `payees` are the merchant's wallets in lower case; none means that any is accepted. */
export interface Evidence {
  order: Order;
  facts: readonly Fact[];
  payees: readonly string[];
  now: number;
}

/** Where a checkout stands, and what a merchant should know of it. */
export interface Standing {
  status: CheckoutStatus;
  amountPaid: string;
  amountRefunded: string | null;
  excess: string | null;
  late: boolean;
  reason: Reason | null;
  /** The link is the merchant's. */
  proven: boolean;
  /** The link may be paid, and may be shown to anyone who holds the checkout's id. */
  payable: boolean;
  /** When time alone will change this, or null. */
  dueAt: number | null;
}

/** A payment that is in the wallet when the link expires has this much longer. */
const WALLET_GRACE_MS = 60 * 60_000;

/** More money may come by the link, until its time is over. */
const OPEN: ReadonlySet<CheckoutStatus> = new Set(["pending", "processing", "failed", "partially_paid"]);

/** A closed review is over for the payer, who may start again. */
const RESOLVED = { open: "review", paid: "paid", closed: "expired" } as const;

/** What is shown of a review that has several reasons: the worst. */
const REVIEW_REASONS: readonly Reason[] = [
  "wrong_payee",
  "wrong_currency",
  "wrong_network",
  "paid_before_registration",
  "below_price",
  "owner_unproven",
  "amount_unknown",
];

/**
 * Folds everything that is known of a checkout into its status. Pure, and blind to the order and the number of the
 * facts: so duplicates, variants, replays and any order of arrival end the same.
 */
export function derive({ order, facts, payees, now }: Evidence): Standing {
  const proof = proveLink(order, facts, payees);
  const money = weighMoney(order, facts, { payees, proof });
  const price = toAmount(order.amount);
  const reaching = money.filter(({ doubt, total }) => !doubt && total.gte(price));
  const received = largest(money.filter(({ doubt }) => doubt !== "wrong_currency").map(({ total }) => total));
  const isPaid = reaching.length > 0 && proof.proven && !proof.refuted;
  const refunded = refundedAmount(facts, order, received.gt(ZERO) ? received : price);

  const reviewed = !isPaid && money.length > 0 ? reviewReason(money, proof, price) : null;
  const course = attempts(facts);
  const endsAt = endOf(order, facts) + (course.inWallet ? WALLET_GRACE_MS : 0);
  const status = ((): CheckoutStatus => {
    if (refunded?.whole) return "refunded";
    if (isPaid) return "paid";
    if (reviewed) return RESOLVED[resolutionOf(facts, { reason: reviewed, received }) ?? "open"];
    if (money.length > 0) return "partially_paid";
    if (now >= endsAt) return "expired";
    if (course.failed) return "failed";
    return course.onItsWay ? "processing" : "pending";
  })();
  const isWaiting = OPEN.has(status) && now < endsAt;
  const excess = status === "paid" && received.gt(price) ? toDecimal(received.minus(price)) : null;
  return {
    status,
    amountPaid: toDecimal(received),
    amountRefunded: refunded ? toDecimal(refunded.amount) : null,
    excess,
    late: isPaid && reaching.every(({ fact }) => fact.at !== undefined && fact.at > order.expiresAt),
    reason: isPaid ? remark(reaching, facts) : reviewed,
    proven: proof.proven && !proof.refuted,
    payable: isWaiting && proof.showable && !proof.refuted,
    dueAt: isWaiting ? endsAt : null,
  };
}

/** When the link's time is over: by the clock, or earlier where somebody has ended it. */
function endOf({ expiresAt }: Order, facts: readonly Fact[]): number {
  return Math.min(expiresAt, ...facts.flatMap((fact) => (fact.kind === "closed" ? fact.at : [])));
}

/** What a review becomes by the merchant's word; the last one counts. It settles what was known then, and nothing worse. */
function resolutionOf(
  facts: readonly Fact[],
  now: { reason: Reason; received: Amount },
): "paid" | "closed" | undefined {
  const words = facts.filter((fact) => fact.kind === "resolution");
  const last = words.sort((a, b) => a.at - b.at || a.as.localeCompare(b.as)).at(-1);
  if (!last) return undefined;
  const isNoWorse = REVIEW_REASONS.indexOf(now.reason) >= REVIEW_REASONS.indexOf(last.reason);
  const isNoMore = last.as === "paid" || now.received.lte(toAmount(last.received));
  return isNoWorse && isNoMore ? last.as : undefined;
}

/** Whether a reason is one for a review, and no remark on what is paid. */
export function isReviewReason(reason: Reason | null): reason is Reason {
  return reason !== null && REVIEW_REASONS.includes(reason);
}

/** Why money that has arrived does not make the checkout paid, other than that more is expected. */
function reviewReason(money: readonly Weighed[], proof: Proof, price: Amount): Reason | null {
  const reasons = new Set(money.map(({ doubt }) => doubt));
  if (proof.refuted) reasons.add("wrong_payee");
  if (!proof.proven) reasons.add("owner_unproven");
  if (money.some((weighed) => isBelow(weighed, price))) reasons.add("below_price");
  return REVIEW_REASONS.find((reason) => reasons.has(reason)) ?? null;
}

/** The link asks for less than the price, or is paid in full with less. */
function isBelow({ fact, total }: Weighed, price: Amount): boolean {
  const asksLess = fact.expected !== undefined && toAmount(fact.expected).lt(price);
  return asksLess || (fact.final && total.gt(ZERO) && total.lt(price));
}

/** What a merchant should know of a checkout that is paid. */
function remark(reaching: readonly Weighed[], facts: readonly Fact[]): Reason | null {
  const bounced = facts.some((fact) => fact.kind === "offramp" && fact.subStatus === "bounced");
  if (bounced) return "offramp_bounced";
  const transactions = new Set(reaching.flatMap(({ fact }) => fact.txHash?.toLowerCase() ?? []));
  return transactions.size > 1 ? "second_payment" : null;
}

/** What went back. A refund that names no amount is one of everything. */
function refundedAmount(
  facts: readonly Fact[],
  order: Order,
  received: Amount,
): { amount: Amount; whole: boolean } | null {
  const { symbol } = toAsset(order.currency);
  const refunds = facts.filter(
    (fact): fact is Fact & RefundFact =>
      fact.kind === "refund" && (!fact.currency || toAsset(fact.currency).symbol === symbol),
  );
  if (refunds.length === 0) return null;
  if (refunds.some(({ amount }) => amount === undefined)) return { amount: received, whole: true };
  const distinct = new Map(refunds.map((refund) => [identify(refund), toAmount(refund.amount ?? "0")]));
  const amount = sum([...distinct.values()]);
  return { amount, whole: amount.gte(received) };
}

/** Variants of one refund are one refund; one transaction may hold several. */
function identify({ txHash, at, amount, to }: RefundFact): string {
  const when = txHash?.toLowerCase() ?? at;
  return JSON.stringify([when, toDecimal(toAmount(amount ?? "0")), to?.toLowerCase()]);
}

/** How the attempts to pay stand. Something without a date is neither earlier nor later than anything. */
function attempts(facts: readonly Fact[]): { failed: boolean; inWallet: boolean; onItsWay: boolean } {
  const failures = facts
    .filter((fact) => fact.kind === "failure")
    .map(({ at }) => at ?? Number.POSITIVE_INFINITY);
  const lastFailure = Math.max(Number.NEGATIVE_INFINITY, ...failures);
  const steps = facts.filter(
    (fact) =>
      fact.kind === "wallet" &&
      fact.step !== "connected" &&
      (failures.length === 0 || (fact.at ?? 0) > lastFailure),
  );
  const moving = facts.some(
    (fact) => fact.kind === "offramp" && fact.subStatus !== "failed" && fact.subStatus !== "bounced",
  );
  return {
    failed: failures.length > 0 && steps.length === 0,
    inWallet: steps.length > 0,
    onItsWay: moving || steps.some((fact) => fact.kind === "wallet" && fact.step === "approved"),
  };
}
