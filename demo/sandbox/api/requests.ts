import type { FastifyInstance } from "fastify";
import { toAmount, toDecimal, toUsd } from "../amounts.ts";
import { excessOf, isPaid, type PaymentRequest, receivedOf, remainingOf } from "../payment-link.ts";
import { Problem } from "../problem.ts";
import { type Found, findRequest, type State } from "../state.ts";
import { authenticate } from "./authenticate.ts";

/** Every currency of the sandbox is worth a dollar, which is all that it knows of rates. */
const RATE = "1";
const RATE_SOURCE = "coingecko";

/** Answers for anybody's request, to any valid caller, and names no payee: a read proves a payment, never an owner. */
export async function requests(app: FastifyInstance, { state }: { state: State }): Promise<void> {
  app.get<{ Params: { requestId: string } }>("/v2/request/:requestId", async (request) => {
    authenticate(state.clients, request.headers);
    const found = findRequest(state, request.params.requestId);
    if (!found) throw new Problem(404, "Request not found");
    return toRequestStatus(found);
  });
}

function toRequestStatus({ link, request }: Found): Record<string, unknown> {
  const received = receivedOf(request);
  const isWhole = isPaid(request) ? request.payments.length === 1 : request.payments.length === 0;
  return {
    hasBeenPaid: isPaid(request),
    paymentReference: request.paymentReference,
    requestId: request.requestId,
    isListening: !isPaid(request),
    txHash: request.payments.at(-1)?.txHash ?? null,
    status: statusOf(request),
    isCryptoToFiatAvailable: false,
    payments: request.payments.map(({ amount, txHash, paidAt }) => ({
      amount,
      txHash,
      currency: request.paymentCurrency.symbol,
      network: request.paymentCurrency.network,
      timestamp: new Date(paidAt).toISOString(),
    })),
    customerInfo: null,
    reference: link.reference,
    requestAmount: request.amount,
    paidAmount: toDecimal(received),
    receivedAmount: toDecimal(received),
    excessAmount: toDecimal(excessOf(request)),
    amountInUsd: toUsd(toAmount(request.amount)),
    conversionRate: isWhole ? RATE : null,
    rateSource: isWhole ? RATE_SOURCE : "mixed",
    conversionBreakdown: isWhole ? null : toBreakdown(request),
    fees: [],
  };
}

/** Stands in for the rate of the whole where there are several payments, or only a part. */
function toBreakdown(request: PaymentRequest): Record<string, unknown> {
  const received = receivedOf(request);
  const remaining = remainingOf(request);
  return {
    paidAmount: toDecimal(received),
    paidAmountInUsd: toUsd(received),
    remainingAmount: toDecimal(remaining),
    remainingAmountInUsd: toUsd(remaining),
    currentMarketRate: isPaid(request) ? null : RATE,
    ...(!isPaid(request) && { currentMarketRateSource: RATE_SOURCE }),
    payments: request.payments.map(({ amount, paidAt }) => ({
      amount,
      amountInUsd: toUsd(toAmount(amount)),
      conversionRate: RATE,
      rateSource: RATE_SOURCE,
      timestamp: new Date(paidAt).toISOString(),
    })),
  };
}

function statusOf(request: PaymentRequest): string {
  if (request.payments.length === 0) return "pending";
  if (!isPaid(request)) return "partially_paid";
  return toDecimal(excessOf(request)) === "0" ? "paid" : "overpaid";
}
