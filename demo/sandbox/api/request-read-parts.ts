import { type Amount, toAmount, toDecimal, toUsd } from "../model/amounts.ts";
import { usdRateOf } from "../model/currencies.ts";
import { excessOf, isPaid, type PaymentRequest, receivedOf, remainingOf } from "../model/payment-link.ts";
import type { Found } from "../model/state.ts";
import type { Wire } from "../model/wire.ts";
import { readTxHash } from "../model/wire-forms.ts";

const RATE_SOURCE = "coingecko";

/** The fields that both forms of a request read have. */
export function toCommonRead({ link, request }: Found, wire: Wire): Record<string, unknown> {
  const isWhole = isPaid(request) ? request.payments.length === 1 : request.payments.length === 0;
  const last = request.payments.at(-1);
  return {
    hasBeenPaid: isPaid(request),
    paymentReference: request.paymentReference,
    requestId: request.requestId,
    isListening: !isPaid(request),
    txHash: last ? readTxHash(last, wire) : null,
    status: statusOf(request),
    isCryptoToFiatAvailable: false,
    reference: link.reference,
    requestAmount: request.amount,
    amountInUsd: inUsd(request, toAmount(request.amount)),
    conversionRate: isWhole ? toDecimal(usdRateOf(request.currency)) : null,
    rateSource: isWhole ? RATE_SOURCE : "mixed",
    conversionBreakdown: isWhole ? null : toBreakdown(request),
  };
}

/** Stands in for the rate of the whole where there are several payments, or only a part. */
function toBreakdown(request: PaymentRequest): Record<string, unknown> {
  const received = receivedOf(request);
  const remaining = remainingOf(request);
  const rate = toDecimal(usdRateOf(request.currency));
  return {
    paidAmount: toDecimal(received),
    paidAmountInUsd: inUsd(request, received),
    remainingAmount: toDecimal(remaining),
    remainingAmountInUsd: inUsd(request, remaining),
    currentMarketRate: isPaid(request) ? null : rate,
    ...(!isPaid(request) && { currentMarketRateSource: RATE_SOURCE }),
    payments: request.payments.map(({ amount, paidAt }) => ({
      amount,
      amountInUsd: inUsd(request, toAmount(amount)),
      conversionRate: rate,
      rateSource: RATE_SOURCE,
      timestamp: new Date(paidAt).toISOString(),
    })),
  };
}

export function inUsd({ currency }: PaymentRequest, amount: Amount): string {
  return toUsd(amount.times(usdRateOf(currency)));
}

export function statusOf(request: PaymentRequest): string {
  if (request.payments.length === 0) return "pending";
  if (!isPaid(request)) return "partially_paid";
  return toDecimal(excessOf(request)) === "0" ? "paid" : "overpaid";
}
