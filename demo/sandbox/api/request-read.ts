import type { Payment, PaymentRequest } from "../model/payment-link.ts";
import type { Found } from "../model/state.ts";
import type { Wire } from "../model/wire.ts";
import { payeeIn } from "../model/wire-forms.ts";
import { toPaymentColumns, toRouteColumns } from "./payment-columns.ts";
import { toCommonRead } from "./request-read-parts.ts";

const FAILED_CALL_NOTE =
  "The route delivered the funds on the destination network, but its final contract call failed.";

/** A request as OpenAPI 0.31.0 has it: with payee and currencies, and with all of each payment. */
export function toRequestRead(found: Found, wire: Wire): Record<string, unknown> {
  const { request } = found;
  const { currency, paymentCurrency } = request;
  return {
    ...toCommonRead(found, wire),
    payee: payeeIn("read", { ...found, wire }),
    network: paymentCurrency.network,
    invoiceCurrency: currency.symbol,
    paymentCurrency: paymentCurrency.symbol,
    payments: request.payments.map((payment) => toReadPayment(request, payment, wire)),
    fees: request.payments.flatMap(({ fees }) =>
      fees.map(({ type, provider, amount }) => ({
        type,
        provider,
        amount,
        currency: paymentCurrency.symbol,
      })),
    ),
  };
}

function toReadPayment(request: PaymentRequest, payment: Payment, { readings }: Wire) {
  const isAcross = payment.type === "crosschain";
  return {
    ...toPaymentColumns(request, payment),
    ...toRouteColumns(request, payment),
    destinationTxHash: payment.destinationTxHash,
    payerAddress: payment.payer,
    payerEoaAddress: payment.payerEoa === payment.payer ? null : payment.payerEoa,
    detectionSource: isAcross ? "lifi" : "request-network",
    note: isAcross && readings.R8 === "b" ? FAILED_CALL_NOTE : null,
  };
}
