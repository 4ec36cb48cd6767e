import type { FastifyInstance } from "fastify";
import { type Currency, findCurrency } from "../currencies.ts";
import { isPaid, type Payment } from "../payment-link.ts";
import { allRequests, type Found, type State } from "../state.ts";
import { authenticate } from "./authenticate.ts";
import { type PaymentsQuery, PaymentsQuerySchema } from "./payments-query.ts";

/** Sandbox payments are all made in the currency of the price, or in another of the same chain. */
type PaymentType = NonNullable<PaymentsQuery["type"]>;

interface Row extends Found {
  payment: Payment;
}

/** Finds anybody's payments, newest first. */
export async function payments(app: FastifyInstance, { state }: { state: State }): Promise<void> {
  app.get("/v2/payments", async (request, reply) => {
    authenticate(state.clients, request.headers);
    const { success, data: query, error } = PaymentsQuerySchema.safeParse(request.query);
    if (!success) {
      const errors = error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
      return reply.code(400).send({ statusCode: 400, message: "Validation failed", errors });
    }
    const { limit, offset } = query;
    const found = search(allRows(state), query);
    const pagination = { total: found.length, limit, offset, hasMore: offset + limit < found.length };
    return { payments: found.slice(offset, offset + limit).map(toAnswer), pagination };
  });
}

function allRows(state: State): Row[] {
  const rows = allRequests(state).flatMap(({ link, request }) =>
    request.payments.map((payment) => ({ link, request, payment })),
  );
  return rows.toSorted((a, b) => b.payment.paidAt - a.payment.paidAt || compare(b.payment.id, a.payment.id));
}

/** A search by wallet or by transaction finds every payment of the transactions that it hits, as of a batch. */
function search(rows: readonly Row[], query: PaymentsQuery): Row[] {
  const wide = rows.filter((row) => isWithWallet(row, query) && isSame(row.payment.txHash, query.txHash));
  const txHashes = new Set(wide.map(({ payment }) => payment.txHash));
  return rows.filter((row) => txHashes.has(row.payment.txHash) && matches(row, query));
}

function isWithWallet({ request, payment }: Row, { walletAddress }: PaymentsQuery): boolean {
  return isSame(request.payee, walletAddress) || isSame(payment.payer, walletAddress);
}

function matches(row: Row, query: PaymentsQuery): boolean {
  const { link, request, payment } = row;
  return (
    isSame(request.requestId, query.requestId) &&
    isSame(request.paymentReference, query.paymentReference) &&
    (query.reference === undefined || query.reference === link.reference) &&
    isSame(typeOf(row), query.type) &&
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

function typeOf({ request }: Row): PaymentType {
  return request.currency.symbol === request.paymentCurrency.symbol ? "direct" : "conversion";
}

function toAnswer(row: Row): Record<string, unknown> {
  const { link, request, payment } = row;
  const { network } = request.paymentCurrency;
  return {
    id: payment.id,
    amount: payment.amount,
    sourceNetwork: network,
    destinationNetwork: network,
    sourceTxHash: payment.txHash,
    destinationTxHash: null,
    timestamp: new Date(payment.paidAt).toISOString(),
    type: typeOf(row),
    conversionRateSource: null,
    conversionRateDestination: null,
    convertedAmountSource: null,
    convertedAmountDestination: null,
    currency: request.currency.symbol,
    paymentCurrency: request.paymentCurrency.symbol,
    fees: [],
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

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
