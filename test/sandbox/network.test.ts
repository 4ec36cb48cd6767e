import assert from "node:assert/strict";
import { test } from "node:test";
import type { Attempt } from "../../demo/sandbox/webhooks/courier.ts";
import { startSandbox } from "./harness.ts";
import { startReceiver, startWithWebhook } from "./webhook-harness.ts";

test("/sandbox/network › drop loses so many attempts, and the retry arrives", async (t) => {
  const receiver = await startReceiver(t);
  const { create, act, call, attempts } = startWithWebhook(t, receiver.url);
  const { token } = await create();
  await call(200, { method: "POST", url: "/sandbox/network", payload: { drop: 2 } });
  await act(token, "fail");

  await attempts.waitFor(3);

  assert.equal(receiver.received[0]?.headers["x-request-network-retry-count"], "2");
  assert.equal(receiver.received.length, 1);
});

test("/sandbox/network › drop true loses everything until it is false", async (t) => {
  const receiver = await startReceiver(t);
  const { create, act, call, attempts } = startWithWebhook(t, receiver.url);
  const { token } = await create();
  await call(200, { method: "POST", url: "/sandbox/network", payload: { drop: true } });
  await act(token, "fail");
  await attempts.waitFor(4);
  await call(200, { method: "POST", url: "/sandbox/network", payload: { drop: false } });
  await act(token, "fail");

  await attempts.waitFor(5);

  assert.equal(receiver.received.length, 1);
});

test("/sandbox/network › duplicate sends copies with the same id, reorder sends the last first", async (t) => {
  const receiver = await startReceiver(t);
  const { app, create, act, call } = startWithWebhook(t, receiver.url);
  const { token } = await create();
  await call(200, { method: "POST", url: "/sandbox/network", payload: { duplicate: 1, reorder: true } });
  await act(token, "pay");
  await receiver.waitFor(6);

  const attempts: Attempt[] = (await app.inject("/sandbox/deliveries")).json();

  assert.deepEqual(
    attempts.map(({ event }) => event),
    [
      "payment.confirmed.checkout",
      "payment.confirmed.checkout",
      "payment.confirmed.client_id",
      "payment.confirmed.client_id",
      "payment.confirmed",
      "payment.confirmed",
    ],
  );
  assert.equal(new Set(attempts.map(({ deliveryId }) => deliveryId)).size, 3);
});

test("/sandbox/network › delayMs holds attempts back, and closing lets go of them", async (t) => {
  const receiver = await startReceiver(t);
  const { app, create, act, call } = startWithWebhook(t, receiver.url);
  const { token } = await create();
  await call(200, { method: "POST", url: "/sandbox/network", payload: { delayMs: 600_000 } });
  await act(token, "fail");

  const [attempt]: Attempt[] = (await app.inject("/sandbox/deliveries")).json();
  await app.close();

  assert.equal(attempt?.status, null);
  assert.equal(receiver.received.length, 0);
});

test("/sandbox/network › refuses what it does not know", async (t) => {
  const { call } = startSandbox(t);

  for (const payload of [{ drop: -1 }, { duplicate: 1.5 }, { reorder: "yes" }, { rain: true }]) {
    await call(400, { method: "POST", url: "/sandbox/network", payload });
  }
});
