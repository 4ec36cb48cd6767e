import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { PAYEE } from "./events.ts";
import type { Scope } from "./temporary-folder.ts";

/** An answer: a status, and a body as JSON. */
export type FakeAnswer = [status: number, body: unknown];

/** A link that was created here. */
export interface FakeLink {
  token: string;
  requestId: string;
  amount: string;
  /** The item, as it came. */
  item: Record<string, string>;
}

/** How Request Network answers reads; a test changes some of it, also later. */
export interface FakeReads {
  create: (link: FakeLink) => FakeAnswer;
  token: (link: FakeLink) => FakeAnswer;
  request: (link: FakeLink) => FakeAnswer;
  list: (links: readonly FakeLink[]) => FakeAnswer;
}

export interface FakeUpstream {
  url: string;
  links: FakeLink[];
  reads: FakeReads;
  /** `GET /v2/request/01…`, in the order in which they came. */
  calls: string[];
}

const DECIMALS = 6;

function toBaseUnits(amount: string): string {
  const [whole = "0", fraction = ""] = amount.split(".");
  return BigInt(whole + fraction.padEnd(DECIMALS, "0")).toString();
}

/** The published form 0.13.0: base units in token reads, no payee in request reads, no list. */
export const FORM_013: FakeReads = {
  create: ({ token, requestId }) => [
    201,
    { requestIds: [requestId], token, securePaymentUrl: `https://pay.request.network/?token=${token}` },
  ],
  token: ({ requestId, amount }) => [
    200,
    {
      paymentType: "single",
      status: "pending",
      requestIds: [requestId],
      payee: PAYEE,
      amount: toBaseUnits(amount),
      paymentCurrency: "USDC-base",
      network: "base",
    },
  ],
  request: ({ requestId }) => [200, { requestId, hasBeenPaid: false }],
  list: () => [404, { statusCode: 404, message: "Cannot GET /v2/request" }],
};

/** The published form 0.31.0: human-readable amounts, the payee in every read. */
export const FORM_031: FakeReads = {
  ...FORM_013,
  token: (link) => [200, { ...(FORM_013.token(link)[1] as object), amount: link.amount }],
  request: ({ requestId, amount }) => [
    200,
    { requestId, hasBeenPaid: false, ...TERMS, requestAmount: amount },
  ],
  list: (links) => [
    200,
    {
      requests: links.map(({ requestId, amount }) => ({
        requestId,
        amount,
        hasBeenPaid: false,
        payee: PAYEE,
        paymentCurrency: "USDC-base",
      })),
      pagination: { total: links.length, limit: 100, offset: 0 },
    },
  ],
};

const TERMS = {
  payee: PAYEE.toLowerCase(),
  invoiceCurrency: "USDC",
  paymentCurrency: "USDC",
  network: "base",
};

/** Request Network, as far as links are created and read, in a form that a test chooses. */
export async function startFakeUpstream(t: Scope, reads: FakeReads = FORM_031): Promise<FakeUpstream> {
  const upstream: FakeUpstream = { url: "", links: [], reads: { ...reads }, calls: [] };
  const server = createServer(async (request, response) => {
    const [status, body] = await answer(request, upstream);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  upstream.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return upstream;
}

async function answer(request: IncomingMessage, upstream: FakeUpstream): Promise<FakeAnswer> {
  const { links, reads, calls } = upstream;
  const [path = "", query] = (request.url ?? "").split("?");
  calls.push(`${request.method} ${path}`);
  if (request.method === "POST") {
    const body = JSON.parse(await readBody(request)) as { requests: [Record<string, string>] };
    const [item] = body.requests;
    const count = links.length + 1;
    const link = { token: `T${count}`, requestId: `01${count}`, amount: item.amount ?? "", item };
    links.push(link);
    return reads.create(link);
  }
  const id = path.split("/").at(-1);
  const found = links.find(({ token, requestId }) => token === id || requestId === id);
  if (path === "/v2/payments") return [200, { payments: [], pagination: { hasMore: false } }];
  if (path === "/v2/request" && query !== undefined) return reads.list(links);
  if (!found) return [404, { statusCode: 404, message: "Not Found" }];
  return path.startsWith("/v2/secure-payments/") ? reads.token(found) : reads.request(found);
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
