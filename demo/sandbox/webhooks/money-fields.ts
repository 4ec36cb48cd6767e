import { type Amount, sum, toAmount, toDecimal, ZERO } from "../model/amounts.ts";
import { borneBy, chargedWith } from "../model/fees.ts";
import {
  excessOf,
  type Payment,
  type PaymentLink,
  type PaymentRequest,
  receivedOf,
  sumOver,
} from "../model/payment-link.ts";
import type { Wire } from "../model/wire.ts";
import { networkName } from "../model/wire-forms.ts";

export interface MoneyFields {
  link: PaymentLink;
  request: PaymentRequest;
  payment: Payment;
  wire: Wire;
}

/** How much came, and in what, as questions R1 to R4 have it. */
export function moneyFields(fields: MoneyFields): Record<string, unknown> {
  const { request, payment, wire } = fields;
  const excess = excessOf(request).plus(sumOver(request, ({ routeExcess }) => toAmount(routeExcess)));
  return {
    ...amountFields(fields),
    ...(excess.gt(ZERO) && { excessAmount: toDecimal(excess) }),
    network: networkOf(request, payment, wire),
    currency: currencyOf(request, payment, wire),
    paymentCurrency: paymentCurrencyOf(request, payment, wire),
  };
}

function amountFields({ link, request, payment, wire }: MoneyFields): Record<string, string> {
  const adjust = adjustmentOf(wire);
  const open = toAmount(request.amount).minus(receivedOf(request));
  const openFees = open.gt(ZERO) ? chargedWith(link, request, open) : [];
  const expected = sum([
    toAmount(request.amount),
    sumOver(request, ({ fees }) => adjust(fees)),
    adjust(openFees),
  ]);
  const total = receivedOf(request).plus(sumOver(request, ({ fees }) => adjust(fees)));
  return {
    amount: toDecimal(toAmount(payment.amount).plus(adjust(payment.fees))),
    totalAmountPaid: toDecimal(total),
    expectedAmount: toDecimal(expected),
  };
}

/** By how much the stated amounts differ from what is applied to the request. */
function adjustmentOf({ readings }: Wire): (fees: Payment["fees"]) => Amount {
  if (readings.R4 === "b") return (fees) => borneBy(fees, "payer");
  if (readings.R4 === "c") return (fees) => ZERO.minus(borneBy(fees, "payee"));
  return () => ZERO;
}

function networkOf({ paymentCurrency }: PaymentRequest, { source }: Payment, { readings }: Wire): string {
  if (readings.R1 === "b") return source.network;
  return readings.R1 === "c" ? networkName(paymentCurrency.network) : paymentCurrency.network;
}

function currencyOf(request: PaymentRequest, { source }: Payment, { readings }: Wire): string {
  if (readings.R2 === "a") return source.symbol;
  return readings.R2 === "b" ? request.currency.symbol : request.paymentCurrency.symbol;
}

function paymentCurrencyOf({ paymentCurrency }: PaymentRequest, { source }: Payment, wire: Wire): string {
  const { R3 } = wire.readings;
  if (R3 === "b") return paymentCurrency.id;
  return R3 === "c" ? source.symbol : paymentCurrency.symbol;
}
