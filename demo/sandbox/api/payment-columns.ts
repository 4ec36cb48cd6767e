import { toAmount, toDecimal, toUsd, ZERO } from "../model/amounts.ts";
import { usdRateOf } from "../model/currencies.ts";
import {
  excessByPayment,
  type Payment,
  type PaymentRequest,
  toPaymentAmount,
} from "../model/payment-link.ts";

/** The columns of a payment that both forms of the API have. Amounts are human-readable. */
export function toPaymentColumns(request: PaymentRequest, payment: Payment) {
  const { currency, paymentCurrency } = request;
  const { source, type } = payment;
  const isAcross = type === "crosschain";
  const rate = (one: typeof source) => (type === "direct" ? null : toDecimal(usdRateOf(one)));
  const usd = (amount: string, one: typeof source) =>
    type === "direct" ? null : toUsd(toAmount(amount).times(usdRateOf(one)));
  return {
    id: payment.id,
    amount: toDecimal(toPaymentAmount(request, toAmount(payment.amount))),
    sourceNetwork: source.network,
    destinationNetwork: paymentCurrency.network,
    sourceTxHash: payment.sourceTxHash,
    destinationTxHash: isAcross ? payment.destinationTxHash : null,
    timestamp: new Date(payment.paidAt).toISOString(),
    type,
    conversionRateSource: rate(source),
    conversionRateDestination: rate(paymentCurrency),
    convertedAmountSource: usd(payment.paidAmount, source),
    convertedAmountDestination: usd(payment.receivedAmount, paymentCurrency),
    currency: currency.symbol,
    paymentCurrency: paymentCurrency.symbol,
  };
}

/** The columns that OpenAPI 0.31.0 adds: what the payer gave, and what the route delivered. */
export function toRouteColumns(request: PaymentRequest, payment: Payment) {
  const { paymentCurrency } = request;
  const excess = excessOfPayment(request, payment);
  return {
    paidAmount: payment.paidAmount,
    paidCurrency: payment.source.symbol,
    paidNetwork: payment.source.network,
    receivedAmount: payment.receivedAmount,
    receivedCurrency: paymentCurrency.symbol,
    receivedNetwork: paymentCurrency.network,
    excessAmount: excess,
    excessCurrency: excess === null ? null : paymentCurrency.symbol,
  };
}

function excessOfPayment(request: PaymentRequest, payment: Payment): string | null {
  const above = excessByPayment(request)[request.payments.indexOf(payment)] ?? ZERO;
  const excess = toPaymentAmount(request, above).plus(toAmount(payment.routeExcess));
  return excess.gt(ZERO) ? toDecimal(excess) : null;
}
