import { toDecimal, ZERO } from "../amounts.ts";
import {
  excessOf,
  isPaid,
  type Payment,
  type PaymentLink,
  type PaymentRequest,
  type Refund,
  receivedOf,
} from "../payment-link.ts";

/** The body of a webhook. Source: https://docs.request.network/api-reference/webhooks */
export interface EventBody {
  event: string;
  [field: string]: unknown;
}

const PROCESSOR = "request-network";

/** One payment, as it is told three times: plainly, to the Client ID, and to the checkout. */
export function paidEvents(link: PaymentLink, request: PaymentRequest, payment: Payment): EventBody[] {
  const event = isPaid(request) ? "payment.confirmed" : "payment.partial";
  const body = { event, ...paidFields(link, request, payment) };
  const { clientId, origin } = link;
  return [
    body,
    { ...body, event: `${event}.client_id`, clientId, origin },
    { ...body, event: `${event}.checkout` },
  ];
}

function paidFields(link: PaymentLink, request: PaymentRequest, payment: Payment): Record<string, unknown> {
  const excess = excessOf(request);
  return {
    ...idsOf(request),
    explorer: `https://scan.request.network/request/${request.requestId}`,
    amount: payment.amount,
    totalAmountPaid: toDecimal(receivedOf(request)),
    expectedAmount: request.amount,
    ...(excess.gt(ZERO) && { excessAmount: toDecimal(excess) }),
    timestamp: toDate(payment.paidAt),
    txHash: payment.txHash,
    payerAddress: payment.payer,
    payerEoaAddress: payment.payer,
    payee: request.payee,
    network: request.paymentCurrency.network,
    currency: request.currency.symbol,
    paymentCurrency: request.paymentCurrency.symbol,
    isCryptoToFiat: false,
    subStatus: "",
    paymentProcessor: PROCESSOR,
    fees: [],
    ...(link.reference !== null && { reference: link.reference }),
  };
}

export function failedEvent(link: PaymentLink, request: PaymentRequest, nowMs: number): EventBody {
  return {
    event: "payment.failed",
    ...idsOf(request),
    clientId: link.clientId,
    payee: request.payee,
    subStatus: "",
    failureReason: "The transaction was reverted",
    timestamp: toDate(nowMs),
    paymentProcessor: PROCESSOR,
  };
}

export function refundedEvent(link: PaymentLink, request: PaymentRequest, refund: Refund): EventBody {
  return {
    event: "payment.refunded",
    ...idsOf(request),
    clientId: link.clientId,
    refundAmount: refund.amount,
    refundedTo: request.payments.at(-1)?.payer,
    currency: request.currency.symbol,
    network: request.paymentCurrency.network,
    txHash: refund.txHash,
    timestamp: toDate(refund.refundedAt),
    paymentProcessor: PROCESSOR,
    ...(link.reference !== null && { reference: link.reference }),
  };
}

/** The steps that the payer's browser reports from the hosted page. */
export const USER_EVENTS = [
  "wallet_connected",
  "payment_sent_to_wallet",
  "payment_approved_in_wallet",
] as const;
export type UserEvent = (typeof USER_EVENTS)[number];

/** Telemetry, never a settlement. `requestId` is there only where it is the only one. */
export function userEvent(link: PaymentLink, step: UserEvent, nowMs: number): EventBody {
  const requestIds = link.requests.map(({ requestId }) => requestId);
  const at = toDate(nowMs);
  return {
    event: "secure_payment.user_event",
    userEvent: step,
    securePaymentToken: link.token,
    ...(requestIds.length === 1 && { requestId: requestIds[0] }),
    requestIds,
    clientId: link.clientId,
    occurredAt: at,
    timestamp: at,
    properties: {
      wallet_provider: "sandbox",
      selected_source_chain: link.requests[0]?.paymentCurrency.network,
      payment_type: requestIds.length === 1 ? "single" : "batch",
      ...(link.submittedTxHash && {
        payment_submission_id: link.submittedTxHash,
        payment_submission_id_type: "evm_tx_hash",
      }),
    },
  };
}

/** Both spellings of the id are sent: https://docs.request.network/api-reference/webhooks#payment-confirmed */
function idsOf({ requestId, paymentReference }: PaymentRequest): Record<string, unknown> {
  return { requestId, requestID: requestId, paymentReference };
}

function toDate(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
