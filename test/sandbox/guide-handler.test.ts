import assert from "node:assert/strict";
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { test } from "node:test";
import express from "express";
import { merchants, startSandbox } from "./harness.ts";
import { listen, SECRET, startWithWebhook, watchAttempts } from "./webhook-harness.ts";

/** A handler as the integration guide builds one: raw body, HMAC, comparison in constant time. */
function guideHandler(seen: Record<string, unknown>[]) {
  const app = express();
  app.post("/webhooks/request", express.raw({ type: "application/json" }), (request, response) => {
    const raw: Buffer = request.body;
    const given = Buffer.from(request.get("x-request-network-signature") ?? "");
    const expected = Buffer.from(createHmac("sha256", SECRET).update(raw).digest("hex"));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      response.status(401).json({ error: "Invalid signature" });
      return;
    }
    seen.push(JSON.parse(raw.toString("utf8")));
    response.status(200).json({ received: true });
  });
  return app;
}

test("the guide's Express handler › takes what the sandbox delivers", async (t) => {
  const seen: Record<string, unknown>[] = [];
  const url = await listen(t, createServer(guideHandler(seen)));
  const { create, act, attempts } = startWithWebhook(t, `${url}/webhooks/request`);
  const { token, requestId } = await create({ requests: [{ amount: "10" }], reference: "Crème brûlée 🍮" });

  await act(token, "pay");
  const ended = await attempts.waitFor(3);

  assert.deepEqual(
    ended.map(({ status }) => status),
    [200, 200, 200],
  );
  assert.ok(seen.every((event) => event.requestId === requestId && event.reference === "Crème brûlée 🍮"));
});

test("the guide's Express handler › refuses another secret's deliveries", async (t) => {
  const url = await listen(t, createServer(guideHandler([])));
  const attempts = watchAttempts();
  const clients = merchants({ webhooks: [{ url: `${url}/webhooks/request`, secret: "another" }] });
  const { create, act } = startSandbox(t, { clients, onAttempt: attempts.onAttempt });
  const { token } = await create();

  await act(token, "fail");
  const [attempt] = await attempts.waitFor(1);

  assert.equal(attempt?.status, 401);
});
