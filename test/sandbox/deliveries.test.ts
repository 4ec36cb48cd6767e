import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import type { Attempt } from "../../demo/sandbox/webhooks/courier.ts";
import { asStranger, merchants, startSandbox } from "./harness.ts";
import { SECRET, startReceiver, startWithWebhook } from "./webhook-harness.ts";

test("delivery › is signed over the bytes that were sent, and has the documented headers", async (t) => {
  const receiver = await startReceiver(t);
  const { create, act } = startWithWebhook(t, receiver.url);
  const { token } = await create();
  await act(token, "pay");

  const received = await receiver.waitFor(3);

  for (const { headers, body } of received) {
    const signature = createHmac("sha256", SECRET).update(body).digest("hex");
    assert.equal(headers["x-request-network-signature"], signature);
    assert.match(String(headers["x-request-network-delivery"]), /^[0-9A-HJKMNP-TV-Z]{26}$/);
    assert.equal(headers["x-request-network-retry-count"], "0");
    assert.equal(headers["x-request-network-test"], undefined);
    assert.equal(headers["content-type"], "application/json");
  }
  assert.equal(new Set(received.map(({ headers }) => headers["x-request-network-delivery"])).size, 3);
});

test("delivery › is tried again with the same id and bytes until it is taken", async (t) => {
  const receiver = await startReceiver(t, (_delivery, index) => [500, 302, 204][index]);
  const { create, act, attempts } = startWithWebhook(t, receiver.url);
  const { token } = await create();
  await act(token, "fail");

  const ended = await attempts.waitFor(3);

  const { received } = receiver;
  assert.deepEqual(
    ended.map(({ status }) => status),
    [500, 302, 204],
  );
  assert.deepEqual(
    received.map(({ headers }) => headers["x-request-network-retry-count"]),
    ["0", "1", "2"],
  );
  assert.equal(new Set(received.map(({ headers }) => headers["x-request-network-delivery"])).size, 1);
  assert.equal(new Set(received.map(({ body }) => body)).size, 1);
});

test("delivery › is dropped after four attempts", async (t) => {
  const receiver = await startReceiver(t, () => 503);
  const { create, act, attempts } = startWithWebhook(t, receiver.url);
  const { token } = await create();
  await act(token, "fail");
  await attempts.waitFor(4);

  await act(token, "fail");
  const ended = await attempts.waitFor(8);

  const counts = Map.groupBy(ended, ({ deliveryId }) => deliveryId);
  assert.deepEqual(
    [...counts.values()].map((tries) => tries.length),
    [4, 4],
  );
});

test("delivery › an attempt fails when nobody answers in time", async (t) => {
  const receiver = await startReceiver(t, (_delivery, index) => (index === 0 ? undefined : 200));
  const { create, act, attempts } = startWithWebhook(t, receiver.url, { webhookTimeoutMs: 400 });
  const { token } = await create();
  await act(token, "fail");

  const [first, second] = await attempts.waitFor(2);

  assert.match(first?.error ?? "", /timeout/);
  assert.equal(second?.status, 200);
});

test("delivery › an attempt fails when nobody listens", async (t) => {
  const { create, act, attempts } = startWithWebhook(t, "http://127.0.0.1:1/webhooks", { retryDelaysMs: [] });
  const { token } = await create();
  await act(token, "fail");

  const [attempt] = await attempts.waitFor(1);

  assert.equal(attempt?.status, null);
  assert.ok(attempt?.error);
});

test("delivery › goes to the webhooks of its own Client ID only", async (t) => {
  const [ours, theirs] = [await startReceiver(t), await startReceiver(t)];
  const [merchant, stranger] = merchants({ webhooks: [{ url: ours.url, secret: SECRET }] });
  assert.ok(merchant && stranger);
  const clients = [merchant, { ...stranger, webhooks: [{ url: theirs.url, secret: "theirs" }] }];
  const { create, act } = startSandbox(t, { clients });
  const { token } = await create({ requests: [{ amount: "1" }] }, asStranger);
  await act(token, "pay");

  await theirs.waitFor(3);

  assert.equal(ours.received.length, 0);
});

test("/sandbox/deliveries › tells each attempt and its answer, newest last", async (t) => {
  const receiver = await startReceiver(t, (_delivery, index) => (index === 0 ? 500 : 200));
  const { app, create, act, attempts } = startWithWebhook(t, receiver.url);
  const { token } = await create();
  await act(token, "fail");
  await attempts.waitFor(2);

  const listed: Attempt[] = (await app.inject("/sandbox/deliveries")).json();

  assert.partialDeepStrictEqual(listed, [
    { event: "payment.failed", url: receiver.url, retryCount: 0, status: 500, error: null },
    { event: "payment.failed", retryCount: 1, status: 200, body: receiver.received[0]?.body },
  ]);
});
