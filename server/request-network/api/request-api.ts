import type { Config } from "../../config/config.ts";
import { type CreatedLink, CreatedLinkSchema } from "../../contract/contract.ts";
import { isPayUrl } from "../../domain/pay-url.ts";
import { ApiError } from "../../http/errors.ts";
import { type ApiAccess, callApi, failed, UpstreamError } from "./call-api.ts";
import { createRateLimiter, type RateLimiter } from "./rate-limiter.ts";
import {
  LinkRefusalSchema,
  type LinkState,
  LinkStateSchema,
  type PaymentsPage,
  PaymentsPageSchema,
  type RequestState,
  RequestStateSchema,
  type RequestsPage,
  RequestsPageSchema,
} from "./upstream-schemas.ts";

/** Access, and how links name what they ask for. */
export interface RequestApiOptions extends ApiAccess {
  /** With `payee`: links use the guide's item form. */
  currency?: string | undefined;
  payee?: string | undefined;
  /** Links use the destination form. */
  destinationId?: string | undefined;
  limiter?: RateLimiter | undefined;
}

/** Access and links as the configuration wants them. */
export function toAccess({ upstream, destination }: Pick<Config, "upstream" | "destination">) {
  const { apiUrl, apiKey, clientId, requestOrigin: origin } = upstream;
  const { payees, requestCurrency: currency, destinationId } = destination;
  return { apiUrl, apiKey, clientId, origin, payee: payees[0], currency, destinationId };
}

export interface NewLink {
  amount: string;
  reference?: string | undefined;
  payerIdentifier?: string | undefined;
  redirectUrl?: string | undefined;
  redirectLabel?: string | undefined;
}

/** Payments from or to a wallet within a span (milliseconds since 1970, both inclusive), or those of one request. */
export type PaymentsQuery = { wallet: string; from: number; to: number } | { requestId: string };

/** Which rows of a list are asked for. */
export interface PageQuery {
  offset: number;
  /** So many, at most {@link PAYMENTS_PAGE}. */
  limit: number;
}

/** What a token read answered. 401 may mean that such reads are closed to us; 403 that the link can't be paid now. */
export type LinkAnswer =
  | { status: 200; link: LinkState }
  | {
      status: 409 | 423;
      requests: readonly {
        requestId: string;
        hasBeenPaid?: boolean | undefined;
        txHash?: string | undefined;
      }[];
    }
  | { status: 401 | 403 | 404 };

/**
 * Whom a call is made for: a payer who waits for the answer, by the client that this payer is; a registration, which is made
 * only where there is a place now; or the background, until the signal aborts.
 */
export type Priority = "payer" | { payer: string } | "registration" | AbortSignal;

/** Request Network's API, as far as the companion calls it, within its rate limit. Every call may throw an `ApiError`. */
export interface RequestApi {
  /** Creates a payment link, for a payer who waits unless `priority` says otherwise. */
  createLink(link: NewLink, priority?: Priority): Promise<CreatedLink>;
  /** What is known of a request: whether it was paid, never to whom. `asClient`: by the Client ID, as links are read. */
  loadRequest(requestId: string, priority: Priority, asClient?: boolean): Promise<RequestState>;
  /** A page of payments. */
  searchPayments(query: PaymentsQuery & PageQuery, signal: AbortSignal): Promise<PaymentsPage>;
  /** A page of the requests that were created with our Client ID (0.31.0; elsewhere 404). Needs the Client ID. */
  listRequests(query: PageQuery, signal: AbortSignal): Promise<RequestsPage>;
  /** What a link asks for. Needs the Client ID. */
  loadLink(token: string, priority: Priority): Promise<LinkAnswer>;
}

export const PAYMENTS_PAGE = 100;

export function createRequestApi(options: RequestApiOptions): RequestApi {
  const { apiUrl, limiter = createRateLimiter() } = options;

  /** A call within the rate limit. One that no payer waits for and that is refused for the rate holds up all of these. */
  async function withPriority<T>(priority: Priority, call: () => Promise<T>): Promise<T> {
    if (priority === "payer") return limiter.payer().then(call);
    if (priority !== "registration" && !(priority instanceof AbortSignal))
      return limiter.payer(priority.payer).then(call);
    if (priority !== "registration") await limiter.background(priority);
    else if (!(await limiter.registration())) throw noPlace();
    try {
      return await call();
    } catch (error) {
      const { retryAfter } = error as { retryAfter?: number };
      if (retryAfter !== undefined) limiter.pauseBackground(Math.max(30, retryAfter) * 1000);
      throw error;
    }
  }

  return {
    async createLink({ amount, ...optional }, priority = "payer") {
      const body = { requests: [toItem(options, amount)], ...optional };
      const link = await withPriority(priority, () =>
        callApi(options, { path: "/v2/secure-payments", schema: CreatedLinkSchema, body }),
      );
      if (isPayUrl(link.securePaymentUrl, { apiUrl, token: link.token })) return link;
      throw failed(`its payment URL is not Request Network's: ${link.securePaymentUrl.slice(0, 200)}`);
    },
    loadRequest(requestId, priority, asClient) {
      const path = `/v2/request/${encodeURIComponent(requestId)}`;
      return withPriority(priority, () => callApi(options, { path, schema: RequestStateSchema, asClient }));
    },
    searchPayments(query, signal) {
      const path = `/v2/payments?${toSearch(query)}`;
      return withPriority(signal, () => callApi(options, { path, schema: PaymentsPageSchema }));
    },
    listRequests({ offset, limit }, signal) {
      const query = new URLSearchParams({ limit: String(limit), offset: String(offset) });
      const path = `/v2/request?${query}`;
      return withPriority(signal, () =>
        callApi(options, { path, schema: RequestsPageSchema, asClient: true }),
      );
    },
    loadLink(token, priority) {
      const path = `/v2/secure-payments/${encodeURIComponent(token)}`;
      return withPriority(priority, () =>
        callApi(options, { path, schema: LinkStateSchema, asClient: true }).then(
          (link): LinkAnswer => ({ status: 200, link }),
          toLinkAnswer,
        ),
      );
    },
  };
}

function toSearch({ offset, limit, ...query }: PaymentsQuery & PageQuery): URLSearchParams {
  const page = { limit: String(limit), offset: String(offset) };
  if ("requestId" in query) return new URLSearchParams({ requestId: query.requestId, ...page });
  const { wallet, from, to } = query;
  return new URLSearchParams({
    walletAddress: wallet,
    fromDate: new Date(from).toISOString(),
    toDate: new Date(to).toISOString(),
    ...page,
  });
}

/** A refusal that says something about the link. @throws what may be otherwise the next time */
function toLinkAnswer(error: unknown): LinkAnswer {
  const { cause } = error as { cause?: unknown };
  if (!(cause instanceof UpstreamError)) throw error;
  const { status, body } = cause;
  if (status === 409 || status === 423) {
    const { success, data } = LinkRefusalSchema.safeParse(body);
    return { status, requests: success ? data.requestStatuses : [] };
  }
  if (status === 401 || status === 403 || status === 404) return { status };
  // A token that Request Network can't read is one that it does not know.
  if (status === 400 || status === 422) return { status: 404 };
  throw error;
}

/** The reads that a registration could make are used up for now. */
function noPlace(): ApiError {
  return new ApiError("payment_service_busy", "There is no place for a read now.");
}

/** The guide's form, the destination form, or the credentials' own destination. */
function toItem(
  { currency, payee, destinationId }: RequestApiOptions,
  amount: string,
): Record<string, string> {
  if (currency && payee) return { payee, amount, invoiceCurrency: currency, paymentCurrency: currency };
  return destinationId ? { destinationId, amount } : { amount };
}
