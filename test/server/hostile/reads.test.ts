import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ErrorBodySchema } from "../../../server/contract/contract.ts";
import { openLinked, startCompanion } from "../../helpers/companion.ts";
import { NOW } from "../../helpers/events.ts";
import { eventually } from "../../helpers/eventually.ts";
import { bodyOf, connectRaw, sendRaw, statusOf, toRequest } from "../../helpers/raw-http.ts";
import { shared } from "../../helpers/shared.ts";
import type { Scope } from "../../helpers/temporary-folder.ts";

const TOKEN = "a-token-that-is-long-enough";
const HOST = ["host", "pay.shop.example"] as const;
const CLOSE = ["connection", "close"] as const;
const NAVIGATION = [
  ["sec-fetch-mode", "navigate"],
  ["sec-fetch-dest", "document"],
] as const;

async function start(t: Scope) {
  const companion = await startCompanion(t, { clock: () => NOW, environment: { ADMIN_TOKEN: TOKEN } });
  const send = (target: string) =>
    sendRaw(
      t,
      companion.url,
      toRequest(`GET ${target}`, [HOST, CLOSE, ...NAVIGATION, ["authorization", `Bearer ${TOKEN}`]]),
    );
  const polls = async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const text = await (await fetch(`${companion.url}/metrics`, { headers })).text();
    return Number(/request_checkout_open_polls (\d+)/.exec(text)?.[1]);
  };
  return { companion, send, polls };
}

const open = shared(start);

const PATHS = [
  "%00",
  "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
  "..%2f..%2fpackage.json",
  "..%5c..%5cpackage.json",
  "%zz",
  "%e0%a4%a",
  "%ff",
  "'%20OR%201=1%20--",
  "1;DROP%20TABLE%20checkouts",
  "x".repeat(2000),
  "__proto__",
  "constructor",
  "%3Cscript%3E",
  "*",
];

describe("an odd address", () => {
  for (const folder of [
    "/v1/checkouts",
    "/v1/products",
    "/v1/orders",
    "/c",
    "/pay",
    "/widget",
    "/widget/chunks",
  ]) {
    // input: R2
    test(`below ${folder} gets 404 or 400 in the contract's form`, async () => {
      const { companion, send } = open();

      for (const path of PATHS) {
        const answer = await send(`${folder}/${path}`);
        const { code } = ErrorBodySchema.parse(bodyOf(answer)).error;
        assert.match(String(statusOf(answer)), /^40[04]$/, `${folder}/${path}`);
        assert.match(code, /^(?:not_found|invalid_request|unknown_product)$/);
      }

      assert.equal((await companion.get("/healthz")).status, 200);
    });
  }

  const targets = [
    "//v1/orders",
    "/v1//orders",
    "/V1/ORDERS",
    "/v1/orders/",
    "/v1/orders;x",
    "/./v1/orders",
    "*",
  ];
  for (const target of [...targets, "/../v1/orders", "/v1/orders%00.csv", "/v1/orders%2ecsv%00"]) {
    // input: R3
    test(`such as ${target} is no other way to the merchant's routes`, async (t) => {
      const { companion } = open();

      const answer = await sendRaw(t, companion.url, toRequest(`GET ${target}`, [HOST, CLOSE]));

      assert.match(String(statusOf(answer)), /^40[014]$/);
    });
  }

  // input: R3
  test("with a host in it leads to the companion itself, and nowhere else", async (t) => {
    const { companion, send } = open();

    const answer = await send("http://evil.example/healthz");

    assert.match(String(statusOf(answer)), /^(?:200|40[04])$/);
    assert.equal(statusOf(await sendRaw(t, companion.url, toRequest("CONNECT evil.example:80", [HOST]))), 0);
    assert.equal((await companion.get("/healthz")).status, 200);
  });
});

describe("GET /v1/checkouts/{id}", () => {
  // input: R1
  test("gives whoever guesses the same answer to the letter, whatever he guesses", async () => {
    const { companion } = open();
    const { requestId, token, id } = await openLinked(companion);
    const near = id.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));

    const answers = await Promise.all(
      [crypto.randomUUID(), near, requestId, token, "x", id.replaceAll("-", ""), `{${id}}`].map(
        async (guess) => JSON.stringify((await companion.get(`/v1/checkouts/${guess}`)).body),
      ),
    );

    assert.equal(new Set(answers).size, 1);
  });

  for (const wait of ["999999999", "25", "00000026"]) {
    // input: R4
    test(`wait=${wait} is never held longer than 25 s`, { timeout: 40_000 }, async (t) => {
      const { companion, polls } = await start(t);
      const { id } = await openLinked(companion);
      const { headers } = await companion.get(`/v1/checkouts/${id}`);
      t.mock.timers.enable({ apis: ["setTimeout"] });

      const held = companion.get(`/v1/checkouts/${id}?wait=${wait}`, {
        "if-none-match": headers.get("etag") ?? "",
      });
      let isAnswered = false;
      held.then(() => {
        isAnswered = true;
      });
      while ((await polls()) !== 1);
      t.mock.timers.tick(24_999);
      await companion.get("/healthz");
      assert.equal(isAnswered, false);
      t.mock.timers.tick(1);

      assert.equal((await held).status, 304);
    });
  }

  for (const wait of ["-1", "abc", "1.5", "", "1e3", "Infinity", "0x10", "1000000000", "25&wait=1"]) {
    // input: R4
    test(`wait=${wait} gets 400 that names it`, async () => {
      const { companion } = open();
      const { id } = await openLinked(companion);

      const { status, body } = await companion.get(`/v1/checkouts/${id}?wait=${wait}`);

      assert.equal(status, 400);
      assert.ok(ErrorBodySchema.parse(body).error.fields?.wait);
    });
  }

  // input: R7
  test("frees the places of a hundred callers that hang up", async (t) => {
    const { companion, polls } = await start(t);
    const { id } = await openLinked(companion);
    const { headers } = await companion.get(`/v1/checkouts/${id}`);
    const known = ["if-none-match", headers.get("etag") ?? ""] as const;
    const callers = await Promise.all(Array.from({ length: 100 }, () => connectRaw(t, companion.url)));
    for (const { socket } of callers)
      socket.write(toRequest(`GET /v1/checkouts/${id}?wait=25`, [HOST, known]));
    await eventually("all of them wait", async () => (await polls()) === 100);

    for (const [index, { socket }] of callers.entries()) {
      if (index % 2 === 0) socket.destroy();
      else socket.end();
    }

    await eventually("all of them are gone", async () => (await polls()) === 0, 5000);
  });

  for (const known of ['"x"', 'W/"1"', "*", "", `"${"1".repeat(5000)}"`, '"1", "2"']) {
    // input: R5
    test(`if-none-match ${known.slice(0, 20)} is answered at once`, async () => {
      const { companion } = open();
      const { id } = await openLinked(companion);

      const { status } = await companion.get(`/v1/checkouts/${id}?wait=25`, { "if-none-match": known });

      assert.equal(status, 200);
    });
  }
});

describe("the merchant's token", () => {
  const almost: [string, string][] = [
    ["in capitals", `Bearer ${TOKEN.toUpperCase()}`],
    ["with its first letter gone", `Bearer ${TOKEN.slice(1)}`],
    ["with a blank inside", `Bearer ${TOKEN.replace("-", " ")}`],
    ["twice", `Bearer ${TOKEN} ${TOKEN}`],
    ["after another", `Bearer x, Bearer ${TOKEN}`],
    ["of a megabyte's kin", `Bearer ${"x".repeat(10_000)}`],
    ["as a password", `Basic ${Buffer.from(`:${TOKEN}`).toString("base64")}`],
    ["in quotes", `Bearer "${TOKEN}"`],
  ];
  const routes = [
    "GET /v1/orders",
    "GET /v1/orders.csv",
    "GET /v1/orders/x",
    "GET /v1/deliveries",
    "GET /metrics",
    "POST /v1/offers",
    "POST /v1/orders/x/resolve",
    "POST /v1/orders/x/notify",
  ];
  for (const [name, authorization] of [...almost, ["in the query alone", ""] as const]) {
    // input: R9
    test(`${name} opens none of the merchant's routes`, async (t) => {
      const { companion } = open();

      for (const route of routes) {
        const line = authorization === "" ? `${route}?token=${TOKEN}&authorization=Bearer+${TOKEN}` : route;
        const headers = [HOST, CLOSE, ["authorization", authorization], ["content-length", "0"]] as const;
        assert.equal(statusOf(await sendRaw(t, companion.url, toRequest(line, headers))), 401, route);
      }
    });
  }

  // input: R9
  test("that is not set makes every merchant's route one that is not there", async (t) => {
    const { url } = await startCompanion(t);

    for (const route of routes) {
      const headers = [HOST, CLOSE, ["authorization", "Bearer undefined"], ["content-length", "0"]] as const;
      const answer = await sendRaw(t, url, toRequest(route, headers));
      assert.equal(statusOf(answer), 404, route);
      assert.doesNotMatch(answer, /www-authenticate/i);
    }
  });
});
