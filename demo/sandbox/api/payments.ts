import type { FastifyInstance } from "fastify";
import { toAmount, toUsd } from "../model/amounts.ts";
import { authenticate, type Caller } from "../model/authenticate.ts";
import { type Currency, findCurrency, usdRateOf } from "../model/currencies.ts";
import { isSameAddress } from "../model/destination.ts";
import { FEE_WALLET } from "../model/fees.ts";
import { type ChargedFee, isPaid, type Payment } from "../model/payment-link.ts";
import { allRequests, type Found, type State } from "../model/state.ts";
import type { Wire } from "../model/wire.ts";
import { toReadAmount } from "../model/wire-forms.ts";
import { toPaymentColumns, toRouteColumns } from "./payment-columns.ts";
import { type PaymentsQuery, PaymentsQuerySchema } from "./payments-query.ts";

interface Row extends Found {
  payment: Payment;
}

/** Finds payments, newest first: the caller's own or anybody's (R16). */
export async function payments(app: FastifyInstance, { state }: { state: State }): Promise<void> {
  app.get("/v2/payments", async (request, reply) => {
    const caller = authenticate(state.clients, request.headers);
    const { success, data: query, error } = PaymentsQuerySchema.safeParse(request.query);
    if (!success) {
      const errors = error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
      return reply.code(400).send({ statusCode: 400, message: "Validation failed", errors });
    }
    const { limit, offset } = query;
    const found = search(allRows(state, caller), query);
    const pagination = { total: found.length, limit, offset, hasMore: offset + limit < found.length };
    return {
      payments: found.slice(offset, offset + limit).map((row) => toAnswer(row, state.wire)),
      pagination,
    };
  });
}

function allRows(state: State, { client }: Caller): Row[] {
  const isInScope = ({ link }: Found) => state.wire.readings.R16 === "b" || link.clientId === client.clientId;
  const found = allRequests(state).filter(isInScope);
  const rows = found.flatMap(({ link, request }) =>
    request.payments.map((payment) => ({ link, request, payment })),
  );
  return rows.toSorted((a, b) => b.payment.paidAt - a.payment.paidAt || compare(b.payment.id, a.payment.id));
}

/** A search by wallet or by transaction finds every payment of the transactions that it hits, as of a batch. */
function search(rows: readonly Row[], query: PaymentsQuery): Row[] {
  const wide = rows.filter((row) => isWithWallet(row, query) && isWithHash(row, query));
  const txHashes = new Set(wide.map(({ payment }) => payment.sourceTxHash));
  return rows.filter((row) => txHashes.has(row.payment.sourceTxHash) && matches(row, query));
}

function isWithWallet({ request, payment }: Row, { walletAddress }: PaymentsQuery): boolean {
  if (walletAddress === undefined) return true;
  return [request.payee, payment.payer].some((wallet) => isSameAddress(wallet, walletAddress));
}

/** A transaction on Tron has no `0x`, though the filter wants it. */
function isWithHash({ payment }: Row, { txHash }: PaymentsQuery): boolean {
  if (txHash === undefined) return true;
  const wanted = txHash.toLowerCase().slice(2);
  const { sourceTxHash, destinationTxHash, bundleTxHash } = payment;
  return [sourceTxHash, destinationTxHash, bundleTxHash].some((hash) => hash.replace(/^0x/, "") === wanted);
}

function matches(row: Row, query: PaymentsQuery): boolean {
  const { link, request, payment } = row;
  return (
    isSame(request.requestId, query.requestId) &&
    isSame(request.paymentReference, query.paymentReference) &&
    (query.reference === undefined || query.reference === link.reference) &&
    isSame(payment.type, query.type) &&
    isCurrency(request.currency, query.invoiceCurrency) &&
    isCurrency(request.paymentCurrency, query.paymentCurrency) &&
    payment.paidAt >= (query.fromDate ?? 0) &&
    payment.paidAt <= (query.toDate ?? Number.POSITIVE_INFINITY)
  );
}

function isSame(value: string, wanted: string | undefined): boolean {
  return wanted === undefined || wanted.toLowerCase() === value.toLowerCase();
}

/** A currency may be named by its id or by its bare symbol. */
function isCurrency(currency: Currency, wanted: string | undefined): boolean {
  return isSame(currency.symbol, wanted) || findCurrency(wanted ?? "") === currency;
}

function toAnswer({ link, request, payment }: Row, wire: Wire): Record<string, unknown> {
  const unit = { ...wire, isBatch: link.requests.length > 1 };
  const columns = toPaymentColumns(request, payment);
  return {
    ...columns,
    amount: toReadAmount(columns.amount, request.paymentCurrency, unit),
    ...(wire.api === "0.31" && toAddedColumns({ link, request, payment }, wire)),
    fees: payment.fees.map((fee) => toListedFee(fee, { request, payment })),
    recurringPaymentId: null,
    request: {
      requestId: request.requestId,
      paymentReference: request.paymentReference,
      hasBeenPaid: isPaid(request),
      customerInfo: null,
      reference: link.reference,
    },
  };
}

function toAddedColumns({ link, request, payment }: Row, wire: Wire) {
  const unit = { ...wire, isBatch: link.requests.length > 1 };
  const { paymentCurrency } = request;
  const columns = toRouteColumns(request, payment);
  const { excessAmount } = columns;
  return {
    ...columns,
    paidAmount: toReadAmount(columns.paidAmount, payment.source, unit),
    receivedAmount: toReadAmount(columns.receivedAmount, paymentCurrency, unit),
    excessAmount: excessAmount === null ? null : toReadAmount(excessAmount, paymentCurrency, unit),
    rateProvider: payment.type === "crosschain" ? "lifi" : "unknown",
  };
}

function toListedFee({ type, provider, amount }: ChargedFee, { request, payment }: Omit<Row, "link">) {
  return {
    type,
    stage: type === "crosschain" ? "sending" : "receiving",
    provider,
    amount,
    amountInUSD: toUsd(toAmount(amount).times(usdRateOf(request.paymentCurrency))),
    currency: request.paymentCurrency.symbol,
    receiverAddress: FEE_WALLET,
    network: type === "crosschain" ? payment.source.network : request.paymentCurrency.network,
    rateProvider: "unknown",
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
