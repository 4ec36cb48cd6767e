import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { buildSandbox } from "../../../demo/sandbox/sandbox.ts";
import { SHOP, startCompanion } from "../../helpers/companion.ts";
import { connectRaw, sendRaw, statusOf, toRequest } from "../../helpers/raw-http.ts";
import { shared } from "../../helpers/shared.ts";
import type { Scope } from "../../helpers/temporary-folder.ts";

const TOKEN = "a-token-that-is-long-enough";
const HOST = ["host", "pay.shop.example"] as const;
const CLOSE = ["connection", "close"] as const;
const NAVIGATION = [
  ["sec-fetch-mode", "navigate"],
  ["sec-fetch-dest", "document"],
] as const;

/** A companion that could open a checkout for any visitor, and what it has opened. */
async function start(t: Scope) {
  const sandbox = buildSandbox({ ratePerSecond: 0 });
  t.after(() => sandbox.close());
  const apiUrl = await sandbox.listen({ host: "127.0.0.1", port: 0 });
  const companion = await startCompanion(t, {
    environment: {
      REQUEST_API_URL: apiUrl,
      REQUEST_CLIENT_ID: "cli_sandbox",
      REQUEST_ORIGIN: SHOP,
      ADMIN_TOKEN: TOKEN,
    },
  });
  const orders = async () =>
    (await companion.get("/v1/orders", { authorization: `Bearer ${TOKEN}` })).body.orders as object[];
  const send = (line: string, ...headers: (readonly [string, string])[]) =>
    sendRaw(t, companion.url, toRequest(line, [HOST, CLOSE, ...headers]));
  return { companion, orders, send };
}

/** One for all that opens nothing. */
const unopened = shared(start);

describe("GET /pay/{product} over the wire", () => {
  test("a person who goes there is led on", async (t) => {
    const { send, orders } = await start(t);

    assert.equal(statusOf(await send("GET /pay/sticker", ...NAVIGATION)), 303);
    assert.equal((await orders()).length, 1);
  });

  for (const method of ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"]) {
    // input: P1
    test(`${method} opens nothing, and the connection can be used again`, async (t) => {
      const { companion, orders } = unopened();
      const { socket, closed } = await connectRaw(t, companion.url);
      socket.write(toRequest(`${method} /pay/sticker`, [HOST, ...NAVIGATION]));
      socket.write(toRequest("GET /healthz", [HOST, CLOSE]));

      const answer = await closed;

      assert.match(answer, /^HTTP\/1\.1 (?:40[045]|204) /);
      assert.match(answer, /\{"status":"ok"\}$/);
      assert.deepEqual(await orders(), []);
    });
  }

  const programs = [
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "WhatsApp/2.23.20.0 A",
    "Twitterbot/1.0",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (Windows NT 10.0) BingPreview/1.0b",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "curl/8.0",
    "",
  ];
  for (const program of programs) {
    // input: P3
    test(`${program.slice(0, 30) || "a program without a name"} looks at the link and opens nothing`, async () => {
      const { send, orders } = unopened();

      const answer = await send("GET /pay/sticker", ["user-agent", program], ["accept", "*/*"]);

      assert.equal(statusOf(answer), 200);
      assert.doesNotMatch(answer, /\r\nlocation:|\r\nset-cookie:/i);
      assert.deepEqual(await orders(), []);
    });
  }

  const halves: [string, readonly (readonly [string, string])[]][] = [
    ["a navigation's mode alone", [["sec-fetch-mode", "navigate"]]],
    ["a document's destination alone", [["sec-fetch-dest", "document"]]],
    ["a navigation of a frame", [NAVIGATION[0], ["sec-fetch-dest", "iframe"]]],
    ["a navigation of an object", [NAVIGATION[0], ["sec-fetch-dest", "object"]]],
    ["a worker that asks for a document", [["sec-fetch-mode", "same-origin"], NAVIGATION[1]]],
    ["two modes at once", [...NAVIGATION, ["sec-fetch-mode", "no-cors"]]],
    ["a navigation that is a prefetch", [...NAVIGATION, ["sec-purpose", "prefetch"]]],
    ["a prerender in capitals", [...NAVIGATION, ["sec-purpose", "PREFETCH;PRERENDER"]]],
    ["Firefox's old prefetch", [["x-moz", "prefetch"]]],
    ["Safari's preview", [["x-purpose", "preview"]]],
    ["a purpose and no more", [["purpose", "prefetch"]]],
  ];
  for (const [name, headers] of halves) {
    // input: P2
    test(`${name} opens nothing, by GET or by POST`, async () => {
      const { send, orders } = unopened();
      const form = ["content-type", "application/x-www-form-urlencoded"] as const;

      assert.equal(statusOf(await send("GET /pay/sticker", ...headers)), 403);
      assert.equal(statusOf(await send("POST /pay/sticker", form, ["content-length", "0"], ...headers)), 403);

      assert.deepEqual(await orders(), []);
    });
  }

  // input: P4
  test("the cookie that tells visitors apart names no address and no person", async (t) => {
    const { send } = await start(t);

    const answer = await send("GET /pay/sticker", ...NAVIGATION, ["x-forwarded-for", "192.0.2.7"]);

    const [, cookie = ""] = /\r\nset-cookie: ([^\r]+)/i.exec(answer) ?? [];
    assert.match(cookie, /^checkout=[0-9a-f-]{36}; /);
    assert.doesNotMatch(cookie, /127\.0\.0\.1|192\.0\.2\.7/);
  });

  // input: P4
  test("another visitor's cookie leads to no price but the product's own", async (t) => {
    const { companion, orders, send } = await start(t);
    const opened = await companion.open({ id: crypto.randomUUID(), product: "sticker", quantity: 1 });
    assert.equal(opened.status, 201);
    await send("GET /pay/mug", ...NAVIGATION, ["cookie", `checkout=${opened.body.id}`]);

    const amounts = ((await orders()) as { amount: string }[]).map(({ amount }) => amount);

    assert.deepEqual(amounts, ["0.1", "10"]);
  });

  const queries = [
    "quantity=",
    "quantity=+1",
    "quantity=1e2",
    "quantity=0x1",
    "quantity=%EF%BC%91",
    "quantity=01",
    "quantity=9999999",
    "quantity[]=1",
    "quantity=1&quantity=5",
    "amount=0.01",
    "currency=FAU-sepolia",
    "offer=x.y.z",
    "product=mug",
  ];
  for (const query of queries) {
    // input: P5
    test(`?${query} opens nothing at another price`, async (t) => {
      // A name that nobody knows, such as a mailer's own, is ignored; then it is the plain price.
      const expected = query === "quantity[]=1" ? 303 : 400;
      const { send, orders } = expected === 303 ? await start(t) : unopened();

      const status = statusOf(await send(`GET /pay/sticker?${query}`, ...NAVIGATION));

      assert.equal(status, expected);
      const prices = ((await orders()) as { amount: string }[]).map(({ amount }) => amount);
      assert.deepEqual(prices, expected === 303 ? ["10"] : []);
    });
  }
});
