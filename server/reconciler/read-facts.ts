import { parseAmount, toDecimal } from "../domain/amount.ts";
import type { LinkFact, MoneyFact } from "../domain/facts.ts";
import type { LinkState, Payment, RequestState } from "../request-api/upstream-schemas.ts";

/** What a request's own state says of money; undefined where it has seen none. It names neither payee nor currency. */
export function requestToFact(state: RequestState): MoneyFact | undefined {
  const stated = parseAmount(state.paidAmount) ?? parseAmount(state.conversionBreakdown?.paidAmount);
  const final = state.hasBeenPaid === true;
  if (!final && !stated?.gt("0")) return undefined;
  const dates = (state.conversionBreakdown?.payments ?? []).map(({ timestamp }) =>
    Date.parse(timestamp ?? ""),
  );
  const known = dates.filter((date) => !Number.isNaN(date));
  return {
    kind: "money",
    final,
    total: stated && toDecimal(stated),
    expected: parseAmount(state.requestAmount) && (state.requestAmount ?? undefined),
    txHash: state.txHash ?? undefined,
    // The first one: money that is older than the checkout must not be made younger by what came on top of it.
    at: known.length > 0 ? Math.min(...known) : undefined,
  };
}

/** What a payment that was found under a wallet says of its request; undefined where that is not paid in full. */
export function paymentToFact({
  request,
  currency,
  destinationNetwork,
  ...payment
}: Payment): MoneyFact | undefined {
  if (request?.hasBeenPaid !== true) return undefined;
  const date = Date.parse(payment.timestamp);
  return {
    kind: "money",
    final: true,
    currency: currency ?? undefined,
    network: destinationNetwork ?? undefined,
    txHash: payment.destinationTxHash ?? payment.sourceTxHash ?? undefined,
    at: Number.isNaN(date) ? undefined : date,
  };
}

/** What an open link says of itself. A masked wallet is none. */
export function linkToFact({
  requestIds,
  payee,
  amount,
  paymentCurrency,
  network,
  ...link
}: LinkState): LinkFact {
  const isMasked = link.isPayeeAddressMasked === true || link.destination?.isMasked === true;
  const currency = paymentCurrency?.includes("-")
    ? paymentCurrency
    : paymentCurrency && network && `${paymentCurrency}-${network}`;
  return {
    kind: "link",
    requestIds: requestIds ?? [],
    payee: isMasked ? undefined : (link.destination?.walletAddress ?? payee ?? undefined),
    amount: amount ?? undefined,
    currency: currency ?? undefined,
  };
}
