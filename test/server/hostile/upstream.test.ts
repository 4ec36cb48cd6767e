import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { describe, type TestContext, test } from "node:test";
import { ErrorBodySchema } from "../../../server/contract/contract.ts";
import { API_TIMEOUT_MS } from "../../../server/request-network/api/call-api.ts";
import { purchase, startCompanion } from "../../helpers/companion.ts";

const TOKEN = "a-token-that-is-long-enough";
const ECHO = /hush|evil|stack|<html/i;
const READS = '{"payments":[],"pagination":{"hasMore":false}}';

/** Request Network as it answers a call for a link, and how often it was called for one. */
async function listen(t: TestContext, answer: RequestListener) {
  const called = { times: 0 };
  const server = createHttpServer((request, response) => {
    if (request.method !== "POST") return void response.end(READS);
    called.times += 1;
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { called, apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function start(t: TestContext, apiUrl: string, apiTimeoutMs?: number) {
  const lines: string[] = [];
  const companion = await startCompanion(t, {
    environment: { REQUEST_API_URL: apiUrl, REQUEST_API_KEY: "hush-key", ADMIN_TOKEN: TOKEN },
    apiTimeoutMs,
    logger: { level: "debug", stream: { write: (line: string) => void lines.push(line) } },
  });
  const open = () => companion.open(purchase({ link: undefined }));
  return { companion, open, log: () => lines.join("") };
}

const created = (link: object): RequestListener => {
  const body = {
    requestIds: ["01ab"],
    token: "T1",
    securePaymentUrl: "http://127.0.0.1:1/?token=T1",
    ...link,
  };
  return (_request, response) => void response.writeHead(201).end(JSON.stringify(body));
};
const plain =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

describe("Request Network", () => {
  const bad: [string, RequestListener, number][] = [
    ["401", plain(401, "hush: no such key"), 502],
    ["403", plain(403, "hush: not from there"), 502],
    ["404", plain(404, "hush"), 502],
    ["422", plain(422, '{"message":"hush"}'), 502],
    [
      "429 with a date for Retry-After",
      plain(429, "hush", { "retry-after": "Wed, 21 Oct 2037 07:28:00 GMT" }),
      503,
    ],
    ["429 for a year", plain(429, "hush", { "retry-after": "31536000" }), 503],
    ["429 for less than nothing", plain(429, "hush", { "retry-after": "-5" }), 503],
    ["500", plain(500, "hush: at stack.js:1"), 502],
    ["503", plain(503, "hush"), 502],
    ["HTML", plain(201, "<html>hush</html>", { "content-type": "text/html" }), 502],
    ["nothing", plain(201, ""), 502],
    ["null", plain(201, "null"), 502],
    ["invalid UTF-8", (_, response) => void response.writeHead(201).end(Buffer.of(0x7b, 0xff, 0x7d)), 502],
    ["a redirect to itself", plain(307, "", { location: "/v2/secure-payments" }), 502],
    ["a redirect elsewhere", plain(302, "", { location: "https://evil.example/" }), 502],
    ["nine request ids", created({ requestIds: [..."abcdefghi"] }), 502],
    ["a request id that is a path", created({ requestIds: ["../evil"] }), 502],
    ["a token that is SQL", created({ token: "' OR 1=1 --" }), 502],
    ["a pay URL elsewhere", created({ securePaymentUrl: "https://evil.example/?token=T1" }), 502],
    ["a pay URL that is a script", created({ securePaymentUrl: "javascript:evil()" }), 502],
    ["a pay URL of another token", created({ securePaymentUrl: "http://127.0.0.1:1/?token=T2" }), 502],
  ];
  for (const [name, answer, expected] of bad) {
    // input: C16
    test(`answering ${name} is ${expected}: asked once, and not echoed`, async (t) => {
      const { called, apiUrl } = await listen(t, answer);
      const { open } = await start(t, apiUrl);

      const { status, body, headers } = await open();

      const { code } = ErrorBodySchema.parse(body).error;
      assert.equal(status, expected);
      assert.equal(code, expected === 503 ? "payment_service_busy" : "payment_service_failed");
      assert.doesNotMatch(JSON.stringify(body), ECHO);
      assert.equal(called.times, 1);
      if (expected === 503)
        assert.match(headers.get("retry-after") ?? "", /^(?:[1-9]|[1-9]\d|[12]\d\d|300)$/);
    });
  }

  // input: C16
  test("that speaks no HTTP, or hangs up, is 502, and the API key stays out of answer and log", async (t) => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on("error", () => {});
      socket.end(sockets.length === 1 ? "hush\r\n\r\n" : "");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    t.after(() => server.close());
    const { open, log } = await start(t, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);

    const answers = [await open(), await open()];

    assert.deepEqual(
      answers.map(({ status }) => status),
      [502, 502],
    );
    assert.doesNotMatch(JSON.stringify(answers.map(({ body }) => body)), ECHO);
    assert.doesNotMatch(log(), /hush-key/);
  });

  // input: C16
  test("that fails for everybody is not asked again by itself, and an order without a link is none", async (t) => {
    const { called, apiUrl } = await listen(t, plain(500, "hush"));
    const { companion, open } = await start(t, apiUrl);

    const answers = await Promise.all(Array.from({ length: 8 }, open));

    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [502]);
    assert.equal(called.times, 8);
    const { body } = await companion.get("/v1/orders", { authorization: `Bearer ${TOKEN}` });
    assert.deepEqual(body.orders, []);
  });
});

describe("a slow Request Network", () => {
  /** What is given up after this is given up after {@link API_TIMEOUT_MS} where nothing else is set. */
  const TIMEOUT_MS = 200;

  // input: C16
  test("that takes the call and never answers is 502 within 12 s, asked once, while others are served", async (t) => {
    const { called, apiUrl } = await listen(t, () => {});
    const { companion, open } = await start(t, apiUrl, TIMEOUT_MS);

    const opening = open();
    assert.equal((await companion.open(purchase())).status, 201);
    const { status, body } = await opening;

    assert.equal(status, 502);
    assert.equal(ErrorBodySchema.parse(body).error.code, "payment_service_failed");
    assert.equal(called.times, 1);
    assert.ok(API_TIMEOUT_MS < 12_000);
  });

  test("that answers byte by byte, and never ends, is 502 within 12 s", async (t) => {
    const { apiUrl } = await listen(t, (_request, response) => {
      response.writeHead(201);
      const timer = setInterval(() => response.write(" "), TIMEOUT_MS / 10);
      response.once("close", () => clearInterval(timer));
    });
    const { open } = await start(t, apiUrl, TIMEOUT_MS);

    assert.equal((await open()).status, 502);
  });
});
