import { toDecimal } from "../model/amounts.ts";
import { excessOf, receivedOf } from "../model/payment-link.ts";
import type { Found } from "../model/state.ts";
import type { Wire } from "../model/wire.ts";
import { readTxHash } from "../model/wire-forms.ts";
import { toCommonRead } from "./request-read-parts.ts";

/** A request as OpenAPI 0.13.0 and the prose of its time have it: it names no payee and no currency. */
export function toRequestRead013(found: Found, wire: Wire): Record<string, unknown> {
  const { request } = found;
  const received = toDecimal(receivedOf(request));
  return {
    ...toCommonRead(found, wire),
    payments: request.payments.map((payment) => ({
      amount: payment.amount,
      txHash: readTxHash(payment, wire),
      currency: request.paymentCurrency.symbol,
      network: request.paymentCurrency.network,
      timestamp: new Date(payment.paidAt).toISOString(),
    })),
    customerInfo: null,
    paidAmount: received,
    receivedAmount: received,
    excessAmount: toDecimal(excessOf(request)),
    fees: [],
  };
}
