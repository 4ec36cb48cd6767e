import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { PAYEE } from "./events.ts";

/** What a test has Request Network know of a request. */
export interface UpstreamRequest {
  requestId: string;
  token: string;
  payee: string;
  amount: string;
  /** A currency id. */
  currency: string;
  network: string;
  /** When it was paid. */
  paidAt?: string;
  /** Fields of the token read, over the usual ones. */
  link?: Record<string, unknown>;
}

export interface UpstreamOptions {
  /** The form in which it answers. */
  form?: "0.13" | "0.31";
  /** Whether token reads answer (R14). */
  tokenReads?: "open" | "closed";
  /** What the request list answers, where it is not a list. */
  listStatus?: number;
  /** The wallet search finds nothing of these (R16). */
  isSearchBlind?: boolean;
  /** The wallet search finds so many payments of others. */
  dust?: number;
  /** How large a row of a search or of the list is, by a text of somebody else's. */
  rowBytes?: number;
  /** Which of the payments of others is larger than a whole answer may be. */
  hugeRow?: number;
  /** Rows of another shape than the others', before them on each page of a search. */
  oddRows?: readonly unknown[];
}

const DUST = {
  token: "",
  payee: PAYEE,
  amount: "0.000001",
  currency: "USDC-base",
  network: "base",
  paidAt: "2026-03-01T12:00:00Z",
};

/** A small stand-in for Request Network: it reads and creates, and delivers nothing. */
export async function startUpstream(t: TestContext, options: UpstreamOptions = {}) {
  const { form = "0.31", tokenReads = "open", listStatus = form === "0.31" ? 200 : 404 } = options;
  const requests = new Map<string, UpstreamRequest>();
  const calls: string[] = [];
  let held: Promise<void> | undefined;
  const answer = (response: ServerResponse, status: number, body: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

  const add = (request: Partial<UpstreamRequest> & { requestId: string; token: string }): UpstreamRequest => {
    const full = { payee: PAYEE, amount: "10", currency: "USDC-base", network: "base", ...request };
    requests.set(full.requestId, full);
    return full;
  };

  function create(response: ServerResponse): void {
    const { requestId, token } = add({ requestId: `01NEW${requests.size}`, token: `NEW${requests.size}` });
    const securePaymentUrl = `http://127.0.0.1:1/?token=${token}`;
    answer(response, 201, { requestIds: [requestId], token, securePaymentUrl });
  }

  function read(response: ServerResponse, url: URL): void {
    const [, , kind, name] = url.pathname.split("/");
    if (kind === "payments") return void answer(response, 200, searched(url.searchParams));
    if (kind === "request" && name === undefined)
      return void answer(response, listStatus, listed(url.searchParams));
    if (kind === "secure-payments" && tokenReads === "closed") return void answer(response, 401, {});
    const request = [...requests.values()].find(({ requestId, token }) =>
      kind === "request" ? requestId === name : token === name,
    );
    if (!request) return void answer(response, 404, {});
    if (kind === "request") return void answer(response, 200, toRequestRead(request, form));
    answer(response, request.paidAt ? 409 : 200, toLinkRead(request));
  }

  function searched(query: URLSearchParams) {
    const wanted = query.get("requestId");
    const { dust = 0, oddRows = [] } = options;
    const [offset, limit] = [Number(query.get("offset")), Number(query.get("limit"))];
    if (wanted === null && offset < dust) {
      const payments = Array.from({ length: Math.min(limit, dust - offset) }, (_, index) =>
        filled(
          toPayment({ ...DUST, requestId: `01DUST${offset + index}` }),
          offset + index === options.hugeRow ? 1_000_000 : options.rowBytes,
        ),
      );
      return { payments, pagination: { hasMore: true } };
    }
    const found = [...requests.values()].filter(({ requestId, paidAt }) =>
      wanted === null ? paidAt && !options.isSearchBlind : paidAt && requestId === wanted,
    );
    return {
      payments: [...oddRows, ...found.map((one) => filled(toPayment(one)))],
      pagination: { hasMore: false },
    };
  }

  function listed(query: URLSearchParams) {
    const [offset, limit] = [Number(query.get("offset")), Number(query.get("limit"))];
    const all = [...requests.values()].map((one) => filled(toListed(one)));
    return { requests: all.slice(offset, offset + limit), pagination: { total: all.length } };
  }

  function filled(row: object, rowBytes = options.rowBytes): object {
    return rowBytes === undefined ? row : { ...row, customerInfo: { note: "x".repeat(rowBytes) } };
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "", "http://upstream");
    calls.push(`${request.method} ${url.pathname}${url.search}`);
    if (request.method === "POST") return create(response);
    await held;
    read(response, url);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    add,
    pay: (requestId: string, at: number) => {
      const request = requests.get(requestId);
      if (request) request.paidAt = new Date(at).toISOString();
    },
    /** Reads are answered no more, until the answer is called. */
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
  };
}

function symbolOf({ currency }: UpstreamRequest): string {
  return currency.split("-")[0] ?? "";
}

function toRequestRead(request: UpstreamRequest, form: "0.13" | "0.31") {
  const { requestId, paidAt, amount, payee, network } = request;
  const base = { requestId, hasBeenPaid: paidAt !== undefined, paymentReference: "0xb3581f0b0f74cc61" };
  if (form === "0.13") return base;
  const token = {
    receivedCurrency: symbolOf(request),
    receivedNetwork: network,
    destinationNetwork: network,
  };
  return {
    ...base,
    payee,
    network,
    requestAmount: amount,
    invoiceCurrency: symbolOf(request),
    paymentCurrency: symbolOf(request),
    payments: paidAt ? [{ amount, timestamp: paidAt, destinationTxHash: "0xAA", ...token }] : [],
  };
}

function toLinkRead(request: UpstreamRequest) {
  const { requestId, paidAt, amount, payee, currency, network, link } = request;
  if (paidAt) return { status: "completed", requestStatuses: [{ requestId, hasBeenPaid: true }] };
  const inBaseUnits = `${amount}${"0".repeat(6)}`;
  return {
    paymentType: "single",
    status: "pending",
    requestIds: [requestId],
    payee,
    amount: inBaseUnits,
    paymentCurrency: currency,
    network,
    ...link,
  };
}

function toPayment(request: UpstreamRequest) {
  const { requestId, paidAt, amount, network } = request;
  const symbol = symbolOf(request);
  return {
    amount,
    timestamp: paidAt,
    currency: symbol,
    paymentCurrency: symbol,
    destinationNetwork: network,
    sourceTxHash: "0xAA",
    request: { requestId, hasBeenPaid: true },
  };
}

function toListed(request: UpstreamRequest) {
  const { requestId, paidAt, amount, payee, currency } = request;
  return {
    requestId,
    hasBeenPaid: paidAt !== undefined,
    payee,
    amount,
    invoiceCurrency: symbolOf(request),
    paymentCurrency: currency,
  };
}
