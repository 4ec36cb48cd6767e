import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { ConfigError, parseConfig } from "../../server/config/config.ts";
import { createTokenGuesses } from "../../server/http/token-guesses.ts";
import { environment, openLinked, startCompanion } from "../helpers/companion.ts";

const TOKENS = { ADMIN_TOKEN: "the-token-of-the-owner", ADMIN_READ_TOKEN: "the-token-that-reads" };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const OWNER = bearer(TOKENS.ADMIN_TOKEN);
const READER = bearer(TOKENS.ADMIN_READ_TOKEN);

interface Line {
  msg: string;
  count?: number;
  network?: string;
}

async function start(t: TestContext, changes: Record<string, string | undefined> = {}) {
  const lines: Line[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const companion = await startCompanion(t, {
    environment: { ...TOKENS, TRUST_PROXY: "127.0.0.1", ...changes },
    logger: { level: "warn", stream },
  });
  let guesses = 0;
  const guess = async (from: string, path = "/v1/orders") => {
    guesses += 1;
    return companion.get(path, { ...bearer(`not-the-token-${guesses}`), "x-forwarded-for": from });
  };
  return { ...companion, guess, said: () => lines.filter(({ msg }) => msg.includes("wrong tokens")) };
}

describe("wrong tokens", () => {
  test("of one address are refused after ten within a minute, whatever comes then", async (t) => {
    const { get, guess } = await start(t);
    for (let count = 0; count < 10; count += 1) assert.equal((await guess("203.0.113.1")).status, 401);

    const refused = await get("/v1/orders", { ...OWNER, "x-forwarded-for": "203.0.113.1" });

    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get("retry-after")) <= 60);
    assert.equal((await get("/v1/orders", { ...OWNER, "x-forwarded-for": "203.0.113.2" })).status, 200);
  });

  test("count for the whole network of an IPv6 address", async (t) => {
    const { guess } = await start(t);
    for (let count = 0; count < 10; count += 1) await guess(`2001:db8::${count}`);

    assert.equal((await guess("2001:db8::ffff")).status, 429);
  });

  test("count on every route that knows the token, and /readyz answers all the same", async (t) => {
    const { get, guess } = await start(t);
    for (const path of ["/readyz", "/metrics", "/v1/status", "/v1/orders.csv", "/v1/totals"])
      for (let twice = 0; twice < 2; twice += 1) await guess("203.0.113.1", path);

    assert.equal((await guess("203.0.113.1")).status, 429);
    const ready = await get("/readyz", { ...OWNER, "x-forwarded-for": "203.0.113.1" });
    assert.deepEqual([ready.status, ready.body], [200, { status: "ok" }]);
  });

  test("are counted, and logged once a minute without the token", async (t) => {
    const { url, guess, said } = await start(t);
    for (let count = 0; count < 12; count += 1) await guess("203.0.113.1");

    const metrics = await (await fetch(`${url}/metrics`, { headers: OWNER })).text();

    assert.match(metrics, /^request_checkout_refused_tokens_total\{reason="wrong"\} 10$/m);
    assert.match(metrics, /^request_checkout_refused_tokens_total\{reason="limited"\} 2$/m);
    assert.deepEqual(
      said().map(({ count, network }) => [count, network]),
      [[1, "203.0.113.1"]],
    );
    assert.doesNotMatch(JSON.stringify(said()), /not-the-token/);
  });

  test("are forgotten after a minute, and of many networks the oldest", () => {
    let now = 0;
    const guesses = createTokenGuesses(() => now);
    for (let count = 0; count < 10; count += 1) guesses.wrong("a", `token ${count}`);
    assert.equal(guesses.waitS("a"), 60);

    now = 60_000;
    assert.equal(guesses.waitS("a"), 0);

    for (let count = 0; count < 10; count += 1) guesses.wrong("a", `token ${count}`);
    for (let count = 0; count < 5000; count += 1) guesses.wrong(`network ${count}`, "token");
    assert.equal(guesses.waitS("a"), 0);
  });
});

test("one old token of a program that goes on sending it is refused alone, up to sixty times a minute", async (t) => {
  const { get } = await start(t);
  const statuses: number[] = [];
  for (let count = 0; count < 61; count += 1)
    statuses.push((await get("/v1/orders", bearer("an-old-token-of-a-program"))).status);

  assert.deepEqual([statuses.indexOf(429), statuses.at(-1)], [60, 429]);
});

describe("ADMIN_READ_TOKEN", () => {
  test("reads what the merchant reads", async (t) => {
    const companion = await start(t);
    const { id } = await openLinked(companion);

    const paths = ["orders", `orders/${id}`, "totals", "deliveries", "status"].map((path) => `/v1/${path}`);
    for (const path of paths) assert.equal((await companion.get(path, READER)).status, 200, path);
    for (const path of ["/metrics", "/v1/orders.csv", "/dashboard"])
      assert.ok((await fetch(companion.url + path, { headers: READER })).status !== 401, path);
    assert.ok("details" in (await companion.get("/readyz", READER)).body);
  });

  test("changes nothing", async (t) => {
    const companion = await start(t, { OFFER_SECRET: "x".repeat(32) });
    const { id } = await openLinked(companion);

    for (const path of [`/v1/orders/${id}/resolve`, `/v1/orders/${id}/notify`, "/v1/offers"]) {
      const answer = await fetch(companion.url + path, {
        method: "POST",
        headers: { ...READER, "content-type": "application/json" },
        body: JSON.stringify({ as: "paid", note: "mine", amount: "1", currency: "USDC-base" }),
      });
      const { error } = (await answer.json()) as { error: { code: string } };
      assert.deepEqual([answer.status, error.code], [403, "read_only"], path);
    }
  });

  test("alone opens the routes, for reading", async (t) => {
    const { get } = await start(t, { ADMIN_TOKEN: undefined });

    assert.equal((await get("/v1/orders", READER)).status, 200);
    assert.equal((await get("/v1/orders", OWNER)).status, 401);
  });

  test("must differ from ADMIN_TOKEN", () => {
    const same = environment({ ...TOKENS, ADMIN_READ_TOKEN: TOKENS.ADMIN_TOKEN, CATALOG_FILE: "" });

    assert.throws(
      () => parseConfig(same),
      (error: unknown) =>
        error instanceof ConfigError && error.message.includes("ADMIN_READ_TOKEN must not be the same"),
    );
  });
});
