import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { startSandbox } from "./harness.ts";
import { startReceiver } from "./webhook-harness.ts";

const merchant = { "x-client-id": "cli_sandbox" };
const stranger = { "x-client-id": "cli_stranger" };

test("POST /v1/webhook › shows the secret once, and signs with it", async (t) => {
  const receiver = await startReceiver(t);
  const { call, app, create, act } = startSandbox(t);

  const made = await call(201, {
    method: "POST",
    url: "/v1/webhook",
    headers: merchant,
    payload: { url: receiver.url },
  });
  const { token } = await create();
  await act(token, "fail");
  const [delivery] = await receiver.waitFor(1);
  const listed = await app.inject({ url: "/v1/webhook", headers: merchant });

  assert.deepEqual(Object.keys(made), ["id", "secret"]);
  const signature = createHmac("sha256", String(made.secret))
    .update(delivery?.body ?? "")
    .digest("hex");
  assert.equal(delivery?.headers["x-request-network-signature"], signature);
  assert.partialDeepStrictEqual(listed.json(), [{ id: made.id, url: receiver.url, isActive: true }]);
  assert.ok(!listed.body.includes(String(made.secret)));
});

test("PUT and DELETE /v1/webhook/{id} › switch it off and on, and remove it", async (t) => {
  const { call, app } = startSandbox(t);
  const { id } = await call(201, {
    method: "POST",
    url: "/v1/webhook",
    headers: merchant,
    payload: { url: "https://shop.example/hook" },
  });
  const url = `/v1/webhook/${id}`;

  assert.equal((await call(200, { method: "PUT", url, headers: merchant })).isActive, false);
  assert.equal((await call(200, { method: "PUT", url, headers: merchant })).isActive, true);
  await call(204, { method: "DELETE", url, headers: merchant });
  assert.deepEqual((await app.inject({ url: "/v1/webhook", headers: merchant })).json(), []);
});

test("/v1/webhook › one Client ID neither sees nor touches another's", async (t) => {
  const { call, app } = startSandbox(t);
  const { id } = await call(201, {
    method: "POST",
    url: "/v1/webhook",
    headers: merchant,
    payload: { url: "https://shop.example/hook" },
  });

  assert.deepEqual((await app.inject({ url: "/v1/webhook", headers: stranger })).json(), []);
  await call(404, { method: "DELETE", url: `/v1/webhook/${id}`, headers: stranger });
  await call(401, { url: "/v1/webhook" });
});

test("POST /v1/webhook › wants https, or this machine", async (t) => {
  const { call } = startSandbox(t);

  for (const url of ["http://shop.example/hook", "ftp://shop.example", "hook"]) {
    await call(400, { method: "POST", url: "/v1/webhook", headers: merchant, payload: { url } });
  }
});

test("POST /v1/webhook/test › sends a marked event with placeholders to every active webhook", async (t) => {
  const [on, off] = [await startReceiver(t), await startReceiver(t)];
  const { call } = startSandbox(t);
  const register = (url: string) =>
    call(201, { method: "POST", url: "/v1/webhook", headers: merchant, payload: { url } });
  await register(on.url);
  const { id } = await register(off.url);
  await call(200, { method: "PUT", url: `/v1/webhook/${id}`, headers: merchant });

  const answer = await call(201, {
    method: "POST",
    url: "/v1/webhook/test",
    headers: merchant,
    payload: { eventType: "payment.confirmed" },
  });

  assert.deepEqual(answer, { sent: 1, failed: 0 });
  assert.equal(on.received[0]?.headers["x-request-network-test"], "true");
  assert.partialDeepStrictEqual(on.received[0]?.event, {
    event: "payment.confirmed",
    requestId: "req_test123456789abcdef",
  });
  assert.equal(off.received.length, 0);
});

test("POST /v1/webhook/test › refuses an event that there is not", async (t) => {
  const { call } = startSandbox(t);
  const payload = { eventType: "payment.dreamt" };

  await call(400, { method: "POST", url: "/v1/webhook/test", headers: merchant, payload });
});
