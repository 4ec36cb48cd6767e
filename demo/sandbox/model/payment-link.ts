import { type Amount, roundUp, sum, toAmount, ZERO } from "./amounts.ts";
import type { Orchestrator } from "./clients.ts";
import { type Currency, usdRateOf } from "./currencies.ts";

/** What was charged with a payment, in the link's payment currency. */
export interface ChargedFee {
  type: "protocol" | "platform" | "crosschain";
  provider: string;
  bearer: "payer" | "payee";
  amount: string;
}

export interface Payment {
  id: string;
  /** Applied to the request and above its price, in the invoice currency. */
  amount: string;
  type: "direct" | "conversion" | "crosschain";
  /** On the payer's network; the same as the other where that is the receiver's. */
  sourceTxHash: string;
  destinationTxHash: string;
  /** The transaction of the bundle that carried the payment. */
  bundleTxHash: string;
  /** The wallet that the money came from. */
  payer: string;
  /** The wallet that the payer connected: another one for a smart account. */
  payerEoa: string;
  /** The token that the payer gave. */
  source: Currency;
  /** What the payer gave, fees included, in `source`. */
  paidAmount: string;
  /** What the route delivered, in the link's payment currency. */
  receivedAmount: string;
  /** What a cross-chain route delivered beyond its quote, in the link's payment currency. */
  routeExcess: string;
  fees: readonly ChargedFee[];
  paidAt: number;
}

export interface Refund {
  amount: string;
  txHash: string;
  refundedAt: number;
}

/** One request for money. A link has one, a batch several. */
export interface PaymentRequest {
  requestId: string;
  paymentReference: string;
  amount: string;
  payee: string;
  currency: Currency;
  /** What the payer hands over, where it differs from the currency of the price. */
  paymentCurrency: Currency;
  payments: Payment[];
  refunds: Refund[];
}

/** A Safe transaction that waits for its owners. */
export interface SafeTransaction {
  safeTxHash: string;
  chainId: number;
  /** Milliseconds since 1970. What is not executed by then has failed. */
  deadline: number;
  /** What it pays once it is executed, in the invoice currency. */
  amount: string;
  way: PaymentWay;
}

/** How the payer pays: with which token, from which wallet. */
export interface PaymentWay {
  /** The token that the payer gives; the link's own where it is undefined. */
  source: Currency | undefined;
  payer: string;
  payerEoa: string;
}

/** One fee of a link, as its plan states it. */
export interface FeeTerm {
  type: "protocol" | "platform";
  label: string;
  bearer: "payer" | "payee";
  source: "flow_default" | "forced_fee_policy";
  bps: number;
  /** Of the whole link, in dollars. */
  amountUsd: Amount;
  isFixed: boolean;
}

export interface AccessPolicy {
  /** Whether every payer's wallet is screened first. */
  isScreened: boolean;
  provider: "hypernative" | "merklescience";
  /** Wallets that may pay, in lower case unless they are Tron's; empty for anybody. */
  allowedPayers: readonly string[];
}

/** A secure payment: what a token stands for. Dates are milliseconds since 1970. */
export interface PaymentLink {
  token: string;
  clientId: string;
  /** The Client ID's other form. */
  clientUlid: string;
  /** Who created it in the name of the Client ID. */
  orchestrator: Orchestrator | null;
  /** `outgoing` for a payout. */
  flow: "incoming" | "outgoing";
  /** The origin of the page that created it; null where a back end did. */
  origin: string | null;
  requests: PaymentRequest[];
  /** A request for each fee, which the payer of the link pays with it. */
  feeLegs: PaymentRequest[];
  feeTerms: readonly FeeTerm[];
  access: AccessPolicy;
  /** The screening of a payout's recipient failed: it can never be paid. */
  isComplianceFailed: boolean;
  reference: string | null;
  payerIdentifier: string | null;
  redirectUrl: string | null;
  redirectLabel: string | null;
  isPayeeHidden: boolean;
  createdAt: number;
  expiresAt: number;
  /** Until when the pretend wallet has a payment in hand; 0 when it has none. */
  inWalletUntil: number;
  safe: SafeTransaction | null;
  /** The transaction that the wallet has approved and that has not settled yet. */
  submittedTxHash: string | null;
  /** Whether the latest attempt to pay failed. */
  hasFailed: boolean;
}

export type LinkStatus =
  | "pending"
  | "partially_paid"
  | "in_progress"
  | "completed"
  | "expired"
  | "compliance_failed";

/** Where a link stands. What is paid stays completed, even after a refund and after its expiry. */
export function deriveLinkStatus(link: PaymentLink, nowMs: number): LinkStatus {
  if (link.requests.every(isPaid)) return "completed";
  if (link.isComplianceFailed) return "compliance_failed";
  if (isSafePending(link, nowMs)) return "in_progress";
  if (nowMs >= link.expiresAt) return "expired";
  if (nowMs < link.inWalletUntil) return "in_progress";
  return link.requests.some((request) => request.payments.length > 0) ? "partially_paid" : "pending";
}

export function isSafePending({ safe }: PaymentLink, nowMs: number): boolean {
  return safe !== null && nowMs < safe.deadline;
}

export function receivedOf(request: PaymentRequest): Amount {
  return sum(request.payments.map(({ amount }) => toAmount(amount)));
}

export function refundedOf(request: PaymentRequest): Amount {
  return sum(request.refunds.map(({ amount }) => toAmount(amount)));
}

export function remainingOf(request: PaymentRequest): Amount {
  const remaining = toAmount(request.amount).minus(receivedOf(request));
  return remaining.gt(ZERO) ? remaining : ZERO;
}

export function excessOf(request: PaymentRequest): Amount {
  const excess = receivedOf(request).minus(toAmount(request.amount));
  return excess.gt(ZERO) ? excess : ZERO;
}

export function isPaid(request: PaymentRequest): boolean {
  return remainingOf(request).eq(ZERO);
}

/** What the whole link costs. All of its requests are on one network and in one currency, or it is summed for show. */
export function priceOf(link: PaymentLink): Amount {
  return sum(link.requests.map(({ amount }) => toAmount(amount)));
}

/** An amount in the invoice currency of a request as one in its payment currency, rounded up. */
export function toPaymentAmount({ currency, paymentCurrency }: PaymentRequest, amount: Amount): Amount {
  const usd = amount.times(usdRateOf(currency));
  return roundUp(usd.div(usdRateOf(paymentCurrency)), paymentCurrency.decimals);
}

/** How much of each payment came above the price, in the order of the payments. */
export function excessByPayment(request: PaymentRequest): Amount[] {
  let total = ZERO;
  return request.payments.map(({ amount }) => {
    const before = total;
    total = total.plus(toAmount(amount));
    const excess = total.minus(before.gt(request.amount) ? before : toAmount(request.amount));
    return excess.gt(ZERO) ? excess : ZERO;
  });
}

/** All that was paid for a request so far, by one measure. */
export function sumOver(request: PaymentRequest, measure: (payment: Payment) => Amount): Amount {
  return sum(request.payments.map(measure));
}
