import type { CheckoutStatus, Reason } from "../contract/contract.ts";
import { type Amount, largest, toAmount, toDecimal, ZERO } from "./amount.ts";
import { type Attempts, deriveAttempts } from "./attempts.ts";
import { type Binding, deriveBinding } from "./binding.ts";
import { deriveCalibration } from "./calibration.ts";
import { type Fact, factsOfKind } from "./facts.ts";
import { deriveLabels, type Labels } from "./labels.ts";
import type { Order } from "./order.ts";
import { deriveReceived, type Received } from "./received.ts";
import { deriveRefund, isRefundedBefore, type Refund } from "./refund.ts";
import { isLate, remark } from "./remark.ts";
import { findResolution, REVIEW_REASONS } from "./resolution.ts";
import { deriveTerms, type Terms } from "./terms.ts";

/** Where a checkout stands, and what a merchant should know of it. */
export interface Standing {
  status: CheckoutStatus;
  /** `0` while the token of what arrived is not known. */
  amountPaid: string;
  amountRefunded: string | null;
  excess: string | null;
  late: boolean;
  reason: Reason | null;
  terms: Terms["state"];
  /** When money was first reported, while nothing says whose or how much it is. */
  unverifiedSince: number | null;
  /** The link may be paid, and may be shown to anyone who holds the checkout's id. */
  payable: boolean;
  /** When time alone will change this, or null. */
  dueAt: number | null;
}

/** Everything that a status depends on, and the answers to the four questions. */
interface Evidence {
  order: Order;
  facts: readonly Fact[];
  now: number;
  binding: Binding;
  terms: Terms;
  received: Received;
  labels: Labels;
}

/** A payment that is in the wallet when the link expires has this much longer. */
const WALLET_GRACE_MS = 60 * 60_000;
/** Money that nothing verifies for so long gets a reason, and joins the merchant's digest. */
export const UNPROVEN_AFTER_MS = 60 * 60_000;

/** More money may come by the link, until its time is over. */
const OPEN: ReadonlySet<CheckoutStatus> = new Set(["pending", "processing", "failed", "partially_paid"]);

/** Reasons with which nobody knows what it is that arrived, or with which it is another token than the price's. */
const TOKEN_UNKNOWN: ReadonlySet<Reason | null> = new Set([
  "wrong_payee",
  "wrong_currency",
  "wrong_network",
  "owner_unproven",
]);

/**
 * Folds everything that is known of a checkout into its status. Pure, and independent of the order and the number of the
 * facts: duplicates, variants, replays and any order of arrival end the same.
 */
export function derive(order: Order, facts: readonly Fact[], now: number): Standing {
  const binding = deriveBinding(order, facts);
  const terms = deriveTerms(order, facts, binding);
  const received = deriveReceived(order, facts, terms);
  const labels = deriveLabels(order, received.money);
  return toStanding({ order, facts, now, binding, terms, received, labels });
}

function toStanding(evidence: Evidence): Standing {
  const { order, facts, now, terms, received } = evidence;
  const judgement = judge(evidence);
  const attempts = deriveAttempts(facts);
  const endsAt = endOf(order, facts) + (attempts.inWallet ? WALLET_GRACE_MS : 0);
  const isOver = now >= endsAt;
  const amountPaid = paidAmount(evidence, judgement);
  const refund = refundOf(evidence, { judgement, amountPaid });
  const status = refund?.isWhole ? "refunded" : (judgement.status ?? statusBeforeMoney(attempts, isOver));
  const isWaiting = OPEN.has(status) && !isOver && judgement.status !== "processing";
  const isRejected = status === "failed" && attempts.isRejected;
  const unprovenAt = received.firstSeenAt + UNPROVEN_AFTER_MS;
  return {
    status,
    amountPaid: toDecimal(amountPaid),
    amountRefunded: refund ? toDecimal(refund.amount) : null,
    excess: status === "paid" && received.excess.gt(ZERO) ? toDecimal(received.excess) : null,
    late: judgement.status === "paid" && isLate(order, received),
    reason: isRejected ? "wallet_rejected" : judgement.reason,
    terms: terms.state,
    unverifiedSince: judgement.isUnverified ? received.firstSeenAt : null,
    payable: isWaiting && isShowable(evidence),
    dueAt: isWaiting ? endsAt : judgement.isUnverified && now < unprovenAt ? unprovenAt : null,
  };
}

/** What the money and the link make of the order. */
interface Judgement {
  /** Undefined where no money was reported and the link is not known to be a stranger's. */
  status: CheckoutStatus | undefined;
  reason: Reason | null;
  /** Money was reported, and nothing says yet whose or how much it is. */
  isUnverified: boolean;
}

/** The first status that holds, in the order of SECURITY.md. */
function judge(evidence: Evidence): Judgement {
  const { order, facts, terms, received, now } = evidence;
  const decide = (status: CheckoutStatus | undefined, reason: Reason | null = null): Judgement => ({
    status,
    reason,
    isUnverified: false,
  });
  if (factsOfKind(facts, "accepted").length > 0) return decide("paid", remark(facts, received));
  const isAccepted = isTrusted(evidence) && !received.isEarly && !asksFarLess(evidence);
  const isBack = isRefundedBefore(order, facts, received);
  const hasArrived = isAccepted && received.reaching.length > 0 && !isBack;
  if (hasArrived && isCorroborated(order, facts)) return decide("paid", remark(facts, received));
  if (hasArrived) return decide("processing");
  const reason = reviewReason(evidence);
  if (reason) return resolve(evidence, decide("review", reason));
  if (terms.isForeign) return resolve(evidence, decide("expired", "wrong_payee"));
  if (received.money.length === 0) return decide(undefined);
  if (isAccepted && !received.isUndated) return decide("partially_paid");
  const isOld = now >= received.firstSeenAt + UNPROVEN_AFTER_MS;
  return resolve(evidence, {
    status: "processing",
    reason: isOld ? "owner_unproven" : null,
    isUnverified: true,
  });
}

/**
 * Money that arrives by this link counts: its terms are verified; or no read can name the payee, and signed deliveries name the
 * price's token and network and nothing else. A hard label is a doubt that only a read in full clears.
 */
function isTrusted(evidence: Evidence): boolean {
  const { binding, terms, received } = evidence;
  if (!binding.bound || terms.state === "refuted" || received.isOwn) return false;
  if (terms.state === "verified") return doubtsOf(evidence).length === 0;
  return hasCleanLabels(evidence);
}

/** What speaks against the money, until one read names everything. */
function doubtsOf({ labels, terms }: Evidence): readonly Reason[] {
  if (terms.isReadInFull) return [];
  return terms.isInvoiceDoubted ? [...labels.hard, "wrong_currency"] : labels.hard;
}

/**
 * Signed deliveries name the price's token and network and nothing else, and no read can say whose the wallet is: none can be
 * made, or calibration has found that none names a payee. Then, since amounts are in the invoice currency, a search of the
 * request's payments has to name that.
 */
function hasCleanLabels({ order: { policy, createdBy }, facts, labels, terms }: Evidence): boolean {
  if (!labels.isClean || terms.isInvoiceDoubted) return false;
  if (!policy.canRead) return true;
  if (!deriveCalibration(facts).isPayeeNeverNamed) return false;
  return createdBy === "companion" || (policy.wallets.length > 0 && terms.isInvoiceConfirmed);
}

function isCorroborated({ policy }: Order, facts: readonly Fact[]): boolean {
  return !policy.corroborate || factsOfKind(facts, "request").some(({ paid }) => paid);
}

/** Why money that has arrived needs a person to look at it; undefined where nothing contradicts. */
function reviewReason(evidence: Evidence): Reason | undefined {
  const { order, facts, binding, terms, received } = evidence;
  // A link that nothing signs as ours, and whose wallet no source confirms, may be a stranger's own: it stays unverified.
  const isSigned = received.money.some(({ source }) => source === "delivery");
  const isOurs = isSigned || (binding.bound && terms.isPayeeConfirmed);
  const isConfirmed = (terms.isConfirmed || hasCleanLabels(evidence)) && !binding.isOthers;
  if (received.money.length === 0 || !isOurs || (terms.isForeign && !isConfirmed)) return undefined;
  const reasons = new Set<Reason>(terms.reasons);
  for (const reason of doubtsOf(evidence)) reasons.add(reason);
  if (received.isEarly) reasons.add("paid_before_registration");
  if (isTrusted(evidence) && isRefundedBefore(order, facts, received)) reasons.add("below_price");
  // Stated amounts decide only where no source says what the link asks for.
  if (terms.state === "unverified" && isTrusted(evidence)) {
    if (received.isBelowPrice) reasons.add("below_price");
    else if (received.money.some(({ final }) => final)) reasons.add("amount_unknown");
  }
  return REVIEW_REASONS.find((reason) => reasons.has(reason));
}

/** Reads may state an amount in an invoice currency that nothing names: deliveries of far less speak against it. */
function asksFarLess({ terms, received }: Evidence): boolean {
  return terms.state === "unverified" && received.isFarBelowPrice;
}

/** What the merchant has decided about it. A closed order is over for the payer, who may start again. */
function resolve(evidence: Evidence, judgement: Judgement): Judgement {
  const reason = judgement.reason ?? "owner_unproven";
  const received = paidAmount(evidence, judgement);
  const decision = findResolution(evidence.facts, { reason, received, requestId: evidence.order.requestId });
  if (decision === undefined) return judgement;
  return { status: decision === "paid" ? "paid" : "expired", reason, isUnverified: false };
}

/** An amount is named only where its token is known, and whose it is. */
function paidAmount(evidence: Evidence, judgement: Judgement): Amount {
  const { facts, received } = evidence;
  const isUnknown = isTokenUnknown(judgement) || !isOwnMoney(evidence);
  const accepted = factsOfKind(facts, "accepted").map(({ amount }) => toAmount(amount));
  return largest([...accepted, isUnknown ? ZERO : received.total]);
}

/** A link that is refuted by its amount alone may still be over another token, or a stranger's. */
function isOwnMoney(evidence: Evidence): boolean {
  const { order, terms } = evidence;
  if (order.createdBy === "companion" || terms.state === "verified" || hasCleanLabels(evidence)) return true;
  return terms.isPayeeConfirmed && terms.isTokenConfirmed;
}

function isTokenUnknown({ reason, isUnverified }: Judgement): boolean {
  return isUnverified || TOKEN_UNKNOWN.has(reason);
}

/** What went back; null also where nothing says whose the money was, so that a stranger's refund is none of the merchant's. */
function refundOf(
  { order, facts, terms }: Evidence,
  { judgement, amountPaid }: { judgement: Judgement; amountPaid: Amount },
): Refund | null {
  const isOfStranger = terms.isForeign || (terms.state === "unverified" && isTokenUnknown(judgement));
  if (isOfStranger && judgement.status !== "paid") return null;
  return deriveRefund(order, facts, amountPaid.gt(ZERO) ? amountPaid : toAmount(order.amount));
}

function statusBeforeMoney({ failed, onItsWay }: Attempts, isOver: boolean): CheckoutStatus {
  if (isOver || failed) return isOver ? "expired" : "failed";
  return onItsWay ? "processing" : "pending";
}

/** When the link's time is over: by the clock, or earlier where somebody has ended it. */
function endOf({ expiresAt }: Order, facts: readonly Fact[]): number {
  return Math.min(expiresAt, ...factsOfKind(facts, "closed").map(({ at }) => at));
}

/** Whether the link's URL may be given out: it belongs to the request, and nothing says that it is not what we sell. */
function isShowable({ order, facts, binding, terms }: Evidence): boolean {
  if (terms.state === "refuted" || !binding.boundByToken) return false;
  if (order.createdBy === "companion" || terms.state === "verified") return true;
  // A public Client ID makes links that pay strangers, too: a signed event is enough only where no read can tell.
  return binding.namedByDelivery && (!order.policy.canRead || deriveCalibration(facts).isPayeeNeverNamed);
}
