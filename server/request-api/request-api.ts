import { isPayUrl } from "../checkouts/safe-urls.ts";
import { type CreatedLink, CreatedLinkSchema } from "../contract.ts";
import { type ApiAccess, callApi, failed } from "./call-api.ts";
import { createRateLimiter, type RateLimiter } from "./rate-limiter.ts";
import {
  type LinkState,
  LinkStateSchema,
  type PaymentsPage,
  PaymentsPageSchema,
  type RequestState,
  RequestStateSchema,
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

export interface NewLink {
  amount: string;
  reference?: string | undefined;
  payerIdentifier?: string | undefined;
  redirectUrl?: string | undefined;
  redirectLabel?: string | undefined;
}

export interface PaymentsQuery {
  wallet: string;
  /** Milliseconds since 1970, both inclusive. */
  from: number;
  to: number;
  offset: number;
}

/** A payer waits for the answer; or it is the background's, until the signal aborts. */
export type Turn = "payer" | AbortSignal;

/** Request Network's API, as far as the companion calls it, within its rate limit. Every call may throw an `ApiError`. */
export interface RequestApi {
  /** Creates a payment link, for a payer who waits. */
  createLink(link: NewLink): Promise<CreatedLink>;
  /** What is known of a request: whether it was paid, never to whom. `asClient`: by the Client ID, as links are read. */
  loadRequest(requestId: string, turn: Turn, asClient?: boolean): Promise<RequestState>;
  /** A page of the payments from or to a wallet. */
  searchPayments(query: PaymentsQuery, signal: AbortSignal): Promise<PaymentsPage>;
  /** What an open link asks for. Needs the Client ID. */
  loadLink(token: string, turn: Turn): Promise<LinkState>;
}

export const PAYMENTS_PAGE = 100;

export function createRequestApi(options: RequestApiOptions): RequestApi {
  const { apiUrl, limiter = createRateLimiter() } = options;

  /** A call within the rate limit; one of the background that is refused for the rate keeps all the others still. */
  async function inTurn<T>(turn: Turn, call: () => Promise<T>): Promise<T> {
    if (turn === "payer") return limiter.payer().then(call);
    await limiter.background(turn);
    try {
      return await call();
    } catch (error) {
      const { retryAfter } = error as { retryAfter?: number };
      if (retryAfter !== undefined) limiter.pauseBackground(Math.max(30, retryAfter) * 1000);
      throw error;
    }
  }

  return {
    async createLink({ amount, ...optional }) {
      const body = { requests: [toItem(options, amount)], ...optional };
      const link = await inTurn("payer", () =>
        callApi(options, { path: "/v2/secure-payments", schema: CreatedLinkSchema, body }),
      );
      if (isPayUrl(link.securePaymentUrl, { apiUrl, token: link.token })) return link;
      throw failed(`its payment URL is not Request Network's: ${link.securePaymentUrl.slice(0, 200)}`);
    },
    loadRequest(requestId, turn, asClient) {
      const path = `/v2/request/${encodeURIComponent(requestId)}`;
      return inTurn(turn, () => callApi(options, { path, schema: RequestStateSchema, asClient }));
    },
    searchPayments({ wallet, from, to, offset }, signal) {
      const [fromDate, toDate] = [from, to].map((time) => new Date(time).toISOString()) as [string, string];
      const query = new URLSearchParams({
        walletAddress: wallet,
        fromDate,
        toDate,
        limit: String(PAYMENTS_PAGE),
        offset: String(offset),
      });
      return inTurn(signal, () =>
        callApi(options, { path: `/v2/payments?${query}`, schema: PaymentsPageSchema }),
      );
    },
    loadLink(token, turn) {
      const path = `/v2/secure-payments/${encodeURIComponent(token)}`;
      return inTurn(turn, () => callApi(options, { path, schema: LinkStateSchema, asClient: true }));
    },
  };
}

/** The guide's form, the destination form, or the credentials' own destination. */
function toItem(
  { currency, payee, destinationId }: RequestApiOptions,
  amount: string,
): Record<string, string> {
  if (currency && payee) return { payee, amount, invoiceCurrency: currency, paymentCurrency: currency };
  return destinationId ? { destinationId, amount } : { amount };
}
