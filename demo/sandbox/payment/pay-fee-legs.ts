import { createUlid } from "../model/identifiers.ts";
import { isPaid, type PaymentLink } from "../model/payment-link.ts";
import type { Wire } from "../model/wire.ts";
import { type EventBody, paidEvents } from "../webhooks/events.ts";

/**
 * A link's fees are paid with its last request, in the same transaction. Where fee legs are reported on their own (R9=c),
 * each has a `payment.confirmed`.
 */
export function payFeeLegs(link: PaymentLink, wire: Wire): EventBody[] {
  const last = link.requests.at(-1)?.payments.at(-1);
  if (!last) return [];
  return link.feeLegs
    .filter((leg) => !isPaid(leg))
    .flatMap((request) => {
      const { amount } = request;
      const moved = { paidAmount: amount, receivedAmount: amount, routeExcess: "0", fees: [] };
      const payment = { ...last, ...moved, id: createUlid(last.paidAt), amount };
      request.payments.push(payment);
      return wire.readings.R9 === "c" ? paidEvents({ link, request, payment, wire }) : [];
    });
}
