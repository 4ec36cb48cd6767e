import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { toAmount, toDecimal } from "../model/amounts.ts";
import { authenticate, type Caller } from "../model/authenticate.ts";
import { isSameAddress } from "../model/destination.ts";
import { deriveLinkStatus, isPaid } from "../model/payment-link.ts";
import { parseWith } from "../model/problem.ts";
import { allRequests, type Found, type State } from "../model/state.ts";
import type { Wire } from "../model/wire.ts";
import { identityOf, payeeIn, readTxHash } from "../model/wire-forms.ts";
import { countSchema, WalletSchema } from "./payments-query.ts";
import { statusOf } from "./request-read-parts.ts";

const QuerySchema = z.object({
  walletAddress: WalletSchema.optional(),
  securePaymentFlow: z.enum(["incoming", "outgoing"]).optional(),
  limit: countSchema(1, 100, 20),
  offset: countSchema(0, 1_000_000, 0),
});
type Query = z.infer<typeof QuerySchema>;

export interface RequestListOptions {
  state: State;
  now: () => number;
}

/** `GET /v2/request`, which only OpenAPI 0.31.0 has. Newest first. */
export async function requestList(app: FastifyInstance, { state, now }: RequestListOptions): Promise<void> {
  app.get("/v2/request", async (request) => {
    const caller = authenticate(state.clients, request.headers);
    const query = parseWith(QuerySchema, request.query);
    const { limit, offset } = query;
    const found = allRequests(state)
      .toReversed()
      .filter((one) => isInScope(one, { caller, query, wire: state.wire }));
    const page = found.slice(offset, offset + limit);
    return {
      requests: page.map((one) => toListed(one, { wire: state.wire, nowMs: now() })),
      pagination: { total: found.length, limit, offset },
    };
  });
}

interface Scope {
  caller: Caller;
  query: Query;
  wire: Wire;
}

/** A Client ID sees what it created. What an API key sees of a foreign wallet is question R16. */
function isInScope({ link, request }: Found, { caller, query, wire }: Scope): boolean {
  const { walletAddress, securePaymentFlow } = query;
  const isWide = caller.isApiKey && walletAddress !== undefined && wire.readings.R16 === "b";
  return (
    (isWide || link.clientId === caller.client.clientId) &&
    (walletAddress === undefined || isSameAddress(walletAddress, request.payee)) &&
    (securePaymentFlow === undefined || securePaymentFlow === link.flow)
  );
}

function toListed({ link, request }: Found, { wire, nowMs }: { wire: Wire; nowMs: number }) {
  const last = request.payments.at(-1);
  return {
    requestId: request.requestId,
    paymentReference: request.paymentReference,
    amount: toDecimal(toAmount(request.amount)),
    invoiceCurrency: request.currency.symbol,
    paymentCurrency: request.paymentCurrency.id,
    hasBeenPaid: isPaid(request),
    status: statusOf(request),
    securePaymentStatus: securePaymentStatusOf(link, nowMs),
    reference: link.reference,
    createdAt: new Date(link.createdAt).toISOString(),
    txHash: last ? readTxHash(last, wire) : null,
    payee: payeeIn("read", { link, request, wire }),
    payer: last?.payer ?? null,
    clientId: identityOf(link, wire).clientId ?? null,
  };
}

function securePaymentStatusOf(link: Found["link"], nowMs: number): string {
  const status = deriveLinkStatus(link, nowMs);
  return status === "in_progress" || status === "partially_paid" ? "pending" : status;
}
