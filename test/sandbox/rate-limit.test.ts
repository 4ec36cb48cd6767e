import assert from "node:assert/strict";
import { test } from "node:test";
import { createRateLimit } from "../../demo/sandbox/api/rate-limit.ts";
import { asBackend, asPage, asStranger, startSandbox } from "./harness.ts";

const MINUTE_MS = 60_000;

test("rate limit › five calls a second pass, the sixth waits for the first to be a second old", () => {
  let nowMs = 0;
  const refusedForMs = createRateLimit({ perSecond: 5, now: () => nowMs });
  const verdicts = [0, 100, 200, 300, 400, 500].map((at) => {
    nowMs = at;
    return refusedForMs("caller");
  });

  assert.deepEqual(verdicts, [0, 0, 0, 0, 0, 500]);
  nowMs = 1000;
  assert.equal(refusedForMs("caller"), 0);
});

test("rate limit › more than sixty times as many in a minute block the caller, and nobody else, for five minutes", () => {
  let nowMs = 0;
  const refusedForMs = createRateLimit({ perSecond: 1, now: () => nowMs });
  for (let call = 0; call < 60; call++) {
    nowMs = call * 900;
    refusedForMs("eager");
  }

  assert.equal(refusedForMs("eager"), 5 * MINUTE_MS);
  nowMs += 5 * MINUTE_MS - 1;
  assert.equal(refusedForMs("eager"), 1);
  assert.equal(refusedForMs("other"), 0);
  nowMs += 1;
  assert.equal(refusedForMs("eager"), 0);
});

test("rate limit › a caller who keeps to the limit for hours is never refused", () => {
  let nowMs = 0;
  const refusedForMs = createRateLimit({ perSecond: 5, now: () => nowMs });

  for (let call = 0; call < 5000; call++, nowMs += 200) assert.equal(refusedForMs("steady"), 0);
});

test("429 › has the documented body and says when to come back; reads count too", async (t) => {
  const { app } = startSandbox(t, { ratePerSecond: 2, now: () => 0 });
  const read = () => app.inject({ url: "/v2/request/none", headers: asPage });
  await read();
  await read();

  const response = await read();

  assert.equal(response.statusCode, 429);
  assert.deepEqual(response.json(), {
    statusCode: 429,
    message: "Too Many Requests",
    error: "Too Many Requests",
  });
  assert.equal(response.headers["retry-after"], "1");
  assert.equal(response.headers["access-control-allow-origin"], asPage.origin);
});

test("429 › counts each Client ID, API key and address for itself", async (t) => {
  const { app } = startSandbox(t, { ratePerSecond: 1, now: () => 0 });
  const status = async (headers: Record<string, string>, remoteAddress = "192.0.2.1") =>
    (await app.inject({ url: "/v2/request/none", headers, remoteAddress })).statusCode;
  await status(asPage);

  assert.equal(await status(asPage), 429);
  assert.equal(await status(asPage, "192.0.2.2"), 404);
  assert.equal(await status(asStranger), 404);
  assert.equal(await status(asBackend), 404);
});

test("429 › spares the hosted page and the sandbox's own controls", async (t) => {
  const { app } = startSandbox(t, { ratePerSecond: 1, now: () => 0 });
  const urls = ["/", "/", "/sandbox/deliveries", "/sandbox/deliveries", "/healthz", "/healthz"];

  const statuses = await Promise.all(urls.map(async (url) => (await app.inject(url)).statusCode));

  assert.ok(!statuses.includes(429));
});
