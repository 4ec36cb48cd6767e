import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, type TestContext, test } from "node:test";
import { buildSandbox } from "../../demo/sandbox/sandbox.ts";
import { ErrorBodySchema } from "../../server/contract/contract.ts";
import { purchase, SHOP, startCompanion } from "../helpers/companion.ts";

/** Request Network that creates links as the test says, and has nothing to tell to whoever reads. */
async function listen(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    if (request.method === "POST") listener(request, response);
    else response.end('{"payments":[],"pagination":{"hasMore":false}}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A companion that creates its links at a real sandbox. */
async function startWithSandbox(t: TestContext, environment: Record<string, string | undefined>) {
  const sandbox = buildSandbox({ ratePerSecond: 0 });
  t.after(() => sandbox.close());
  const apiUrl = await sandbox.listen({ host: "127.0.0.1", port: 0 });
  return startCompanion(t, { environment: { REQUEST_API_URL: apiUrl, ...environment } });
}

const bought = (changes = {}) => purchase({ link: undefined, ...changes });

describe("POST /v1/checkouts without a link", () => {
  for (const [name, environment] of Object.entries({
    "an API key": { REQUEST_API_KEY: "sk_sandbox" },
    "a Client ID with an allowed origin": { REQUEST_CLIENT_ID: "cli_sandbox", REQUEST_ORIGIN: SHOP },
    "the guide's item form": { REQUEST_API_KEY: "sk_sandbox", REQUEST_CURRENCY: "USDC-base" },
  })) {
    test(`creates the link with ${name}`, async (t) => {
      const companion = await startWithSandbox(t, environment);
      const body = bought({
        reference: "order-7",
        returnUrl: `${SHOP}/thanks?a=1`,
        returnLabel: "Back to the shop",
      });

      const { status, body: checkout } = await companion.open(body);

      assert.equal(status, 201);
      assert.match(String(checkout.securePaymentUrl), /^http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9A-Z]{26}$/);
      const page = await (await fetch(String(checkout.securePaymentUrl))).text();
      assert.match(page, /order-7/);
      const { version: _, ...read } = (await companion.get(`/v1/checkouts/${body.id}`)).body;
      assert.deepEqual(read, checkout);
    });
  }

  // input: C8
  test("fifty equal calls at once make one link", async (t) => {
    let created = 0;
    const apiUrl = await listen(t, (_request, response) => {
      created += 1;
      const token = `T${created}`;
      response.setHeader("content-type", "application/json");
      setImmediate(() =>
        response.writeHead(201).end(
          JSON.stringify({
            requestIds: [`01${created}`],
            token,
            securePaymentUrl: `http://127.0.0.1:1/?token=${token}`,
            feePlan: null,
          }),
        ),
      );
    });
    const companion = await startCompanion(t, {
      environment: { REQUEST_API_URL: apiUrl, REQUEST_API_KEY: "k" },
    });
    const body = bought();

    const answers = await Promise.all(Array.from({ length: 50 }, () => companion.open(body)));

    assert.equal(created, 1);
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    assert.equal(new Set(answers.map((answer) => JSON.stringify(answer.body))).size, 1);
  });

  test("two companions on one database give a checkout one link, whoever is first", async (t) => {
    let created = 0;
    const apiUrl = await listen(t, (_request, response) => {
      created += 1;
      const token = `T${created}`;
      const securePaymentUrl = `http://127.0.0.1:1/?token=${token}`;
      response.writeHead(201).end(JSON.stringify({ requestIds: [`01${created}`], token, securePaymentUrl }));
    });
    const environment = { REQUEST_API_URL: apiUrl, REQUEST_API_KEY: "k" };
    const first = await startCompanion(t, { environment });
    const second = await startCompanion(t, { environment, databaseUrl: first.databaseUrl });
    const body = bought();

    const answers = await Promise.all([first.open(body), second.open(body)]);

    assert.equal(new Set(answers.map((answer) => answer.body.securePaymentUrl)).size, 1);
    const { version: _, ...read } = (await first.get(`/v1/checkouts/${body.id}`)).body;
    assert.deepEqual(read, answers[0]?.body);
  });

  const hostile: [string, RequestListener, number][] = [
    ["answers 500", (_, response) => response.writeHead(500).end("secret stack trace"), 502],
    ["answers 429", (_, response) => response.writeHead(429).end(), 503],
    ["answers HTML", (_, response) => response.writeHead(201).end("<html>secret"), 502],
    ["redirects", (_, response) => response.writeHead(302, { location: "https://evil.example/" }).end(), 502],
    ["answers another shape", (_, response) => response.writeHead(201).end('{"ok":"secret"}'), 502],
    [
      "answers a pay URL elsewhere",
      (_, response) =>
        response
          .writeHead(201)
          .end('{"requestIds":["01"],"token":"T1","securePaymentUrl":"https://evil.example/?token=T1"}'),
      502,
    ],
    ["answers without end", (_, response) => void response.writeHead(201).write("x".repeat(1_000_000)), 502],
    ["hangs up", (request) => request.destroy(), 502],
  ];
  for (const [name, listener, expected] of hostile) {
    test(`answers ${expected}, and no word of it, when Request Network ${name}; the next try can succeed`, async (t) => {
      let calls = 0;
      const good: RequestListener = (_, response) =>
        response
          .writeHead(201)
          .end('{"requestIds":["01"],"token":"T1","securePaymentUrl":"http://127.0.0.1:1/?token=T1"}');
      const apiUrl = await listen(t, (request, response) => {
        calls += 1;
        (calls === 1 ? listener : good)(request, response);
      });
      const companion = await startCompanion(t, {
        environment: { REQUEST_API_URL: apiUrl, REQUEST_API_KEY: "k" },
      });
      const body = bought();

      const failed = await companion.open(body);
      const again = await companion.open(body);

      assert.equal(failed.status, expected);
      assert.match(ErrorBodySchema.parse(failed.body).error.code, /^payment_service_/);
      assert.doesNotMatch(JSON.stringify(failed.body), /secret|evil/);
      assert.equal(calls, 2);
      assert.equal(again.status, 200);
    });
  }

  test("is not opened for a page that would send the payer elsewhere", async (t) => {
    const companion = await startWithSandbox(t, { REQUEST_API_KEY: "sk_sandbox" });

    const { status, body } = await companion.open(bought({ returnUrl: "https://evil.example/" }));

    assert.equal(status, 400);
    assert.equal(ErrorBodySchema.parse(body).error.code, "invalid_return_url");
  });
});
