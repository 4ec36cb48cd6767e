import type { PaymentLink, PaymentRequest, Refund } from "../model/payment-link.ts";
import { isPaid, type Payment } from "../model/payment-link.ts";
import type { Wire } from "../model/wire.ts";
import { identityOf, payeeIn, readTxHash } from "../model/wire-forms.ts";
import { moneyFields } from "./money-fields.ts";

/** The body of a webhook. Source: https://docs.request.network/api-reference/webhooks */
export interface EventBody {
  event: string;
  [field: string]: unknown;
}

export const PROCESSOR = "request-network";

export interface PaidEvent {
  link: PaymentLink;
  request: PaymentRequest;
  payment: Payment;
  wire: Wire;
}

/**
 * One payment. The current catalogue tells of it once, with the Client ID; the legacy fan-out three times: plainly, to the
 * Client ID and to the checkout.
 */
export function paidEvents(paid: PaidEvent): EventBody[] {
  const { link, request, wire } = paid;
  const isWhole = isPaid(request);
  if (!isWhole && wire.readings.R11 !== "b") return [];
  const event = isWhole ? "payment.confirmed" : "payment.partial";
  const fields = paidFields(paid);
  const identity = identityOf(link, wire);
  const base = { event, ...fields, ...(wire.events !== "legacy" && identity) };
  if (wire.events === "current") return [base];
  return [
    base,
    { ...base, event: `${event}.client_id`, ...identity, origin: link.origin },
    { ...base, event: `${event}.checkout` },
  ];
}

function paidFields({ link, request, payment, wire }: PaidEvent): Record<string, unknown> {
  return {
    ...idsOf(request),
    explorer: `https://scan.request.network/request/${request.requestId}`,
    ...moneyFields({ link, request, payment, wire }),
    timestamp: toDate(payment.paidAt),
    txHash: readTxHash(payment, wire),
    payerAddress: payment.payer,
    payerEoaAddress: payment.payerEoa,
    payee: payeeIn("event", { link, request, wire }),
    isCryptoToFiat: false,
    subStatus: "",
    paymentProcessor: PROCESSOR,
    fees: payment.fees.map(({ type, provider, amount }) => ({
      type,
      provider,
      amount,
      currency: request.paymentCurrency.symbol,
    })),
    ...(link.reference !== null && { reference: link.reference }),
  };
}

export interface RequestEvent {
  link: PaymentLink;
  request: PaymentRequest;
  wire: Wire;
}

/** The current body has neither a reason nor a timestamp. */
export function failedEvent(failed: RequestEvent & { nowMs: number }): EventBody {
  const { link, request, wire, nowMs } = failed;
  const legacy = { failureReason: "The transaction was reverted", timestamp: toDate(nowMs) };
  return {
    event: "payment.failed",
    ...idsOf(request),
    ...identityOf(link, wire),
    payee: payeeIn("event", failed),
    subStatus: "",
    ...(wire.events === "legacy" && legacy),
    paymentProcessor: PROCESSOR,
  };
}

/** The current catalogue has no refund. */
export function refundedEvents({
  link,
  request,
  wire,
  refund,
}: RequestEvent & { refund: Refund }): EventBody[] {
  if (wire.events === "current") return [];
  const event = {
    event: "payment.refunded",
    ...idsOf(request),
    ...identityOf(link, wire),
    refundAmount: refund.amount,
    refundedTo: request.payments.at(-1)?.payer,
    currency: request.currency.symbol,
    network: request.paymentCurrency.network,
    txHash: refund.txHash,
    timestamp: toDate(refund.refundedAt),
    paymentProcessor: PROCESSOR,
    ...(link.reference !== null && { reference: link.reference }),
  };
  return [event];
}

/** Both spellings of the id are sent: https://docs.request.network/api-reference/webhooks#payment-confirmed */
function idsOf({ requestId, paymentReference }: PaymentRequest): Record<string, unknown> {
  return { requestId, requestID: requestId, paymentReference };
}

export function toDate(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
