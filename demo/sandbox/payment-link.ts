import { type Amount, sum, toAmount, ZERO } from "./amounts.ts";
import type { Currency } from "./currencies.ts";

export interface Payment {
  id: string;
  amount: string;
  txHash: string;
  payer: string;
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

/** A secure payment: what a token stands for. Dates are milliseconds since 1970. */
export interface PaymentLink {
  token: string;
  clientId: string;
  /** The origin of the page that created it; null where a back end did. */
  origin: string | null;
  requests: PaymentRequest[];
  reference: string | null;
  payerIdentifier: string | null;
  redirectUrl: string | null;
  redirectLabel: string | null;
  isPayeeHidden: boolean;
  createdAt: number;
  expiresAt: number;
  /** Until when the pretend wallet has a payment in hand; 0 when it has none. */
  inWalletUntil: number;
  /** The transaction that the wallet has approved and that has not settled yet. */
  submittedTxHash: string | null;
  /** Whether the latest attempt to pay failed. */
  hasFailed: boolean;
}

export type LinkStatus = "pending" | "partially_paid" | "in_progress" | "completed" | "expired";

/** Where a link stands. What is paid stays completed, even after a refund and after its expiry. */
export function deriveLinkStatus(link: PaymentLink, nowMs: number): LinkStatus {
  if (link.requests.every(isPaid)) return "completed";
  if (nowMs >= link.expiresAt) return "expired";
  if (nowMs < link.inWalletUntil) return "in_progress";
  return link.requests.some((request) => request.payments.length > 0) ? "partially_paid" : "pending";
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
