import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import type { EventSet } from "../../demo/sandbox/model/wire.ts";
import { merchants, startSandbox } from "./harness.ts";
import { SECRET, startReceiver, startWithWebhook } from "./webhook-harness.ts";

const FAN_OUT = ["payment.confirmed", "payment.confirmed.client_id", "payment.confirmed.checkout"];
const EXPECTED: Record<EventSet, { paid: string[]; clientId: string | undefined; refunds: number }> = {
  current: { paid: ["payment.confirmed"], clientId: "cli_sandbox", refunds: 0 },
  legacy: { paid: FAN_OUT, clientId: undefined, refunds: 1 },
  both: { paid: FAN_OUT, clientId: "cli_sandbox", refunds: 1 },
};

for (const [events, { paid, clientId, refunds }] of Object.entries(EXPECTED)) {
  test(`SANDBOX_EVENTS=${events} › a payment is told as ${paid.join(", ")}`, async (t) => {
    const { app, create } = startSandbox(t, { events: events as EventSet });
    const { token } = await create();

    const [failed] = app.sandbox.perform(token, "fail").events;
    const told = app.sandbox.pay(token).events;
    const refunded = app.sandbox.perform(token, "refund").events;

    assert.deepEqual(
      told.map(({ event }) => event),
      paid,
    );
    assert.equal(told[0]?.clientId, clientId);
    assert.equal(refunded.length, refunds);
    assert.equal(failed !== undefined && "timestamp" in failed, events === "legacy");
    assert.equal(failed?.clientId, "cli_sandbox");
  });
}

const TYPES: Record<string, object> = {
  "payment.confirmed": {
    requestId: "req_test123456789abcdef",
    requestID: "req_test123456789abcdef",
    amount: "100.0",
    network: "ethereum",
    currency: "USDC",
    timestamp: "2025-08-28T12:25:45.995Z",
  },
  "payment.failed": { requestId: "req_fail1234567890", subStatus: "" },
  "kyt.screening.completed": { status: "approved", provider: "hypernative" },
  "secure_payment.user_event": { userEvent: "wallet_connected" },
  "secure_payment.access_rejected": { requestId: "req_test123456789abcdef" },
  "client_id.linked": { chain: "base", currency: "USDC" },
  "payment.partial": { requestId: "req_partial1234567890", totalAmountPaid: "50.0" },
  "payment.refunded": { requestId: "req_refunded1234567890", refundAmount: "100.0" },
  "payment.processing": { requestId: "req_proc1234567890", subStatus: "ongoing_checks" },
  "request.recurring": { requestId: "req_recurring1234567890" },
  "compliance.updated": { isCompliant: true },
  "payment_detail.updated": { status: "approved" },
};

test("POST /v1/webhook/test › has a signed and marked body for every documented type", async (t) => {
  const receiver = await startReceiver(t);
  const { call } = startWithWebhook(t, receiver.url);
  const headers = { "x-client-id": "cli_sandbox" };

  for (const eventType of Object.keys(TYPES)) {
    const answer = await call(201, {
      method: "POST",
      url: "/v1/webhook/test",
      headers,
      payload: { eventType },
    });
    assert.deepEqual(answer, { sent: 1, failed: 0 });
  }

  for (const [index, [event, body]] of Object.entries(TYPES).entries()) {
    const delivery = receiver.received[index];
    const signature = createHmac("sha256", SECRET)
      .update(delivery?.body ?? "")
      .digest("hex");
    assert.partialDeepStrictEqual(delivery?.event, { event, ...body });
    assert.equal(delivery?.headers["x-request-network-signature"], signature);
    assert.equal(delivery?.headers["x-request-network-test"], "true");
  }
  assert.ok(!("requestID" in (receiver.received[1]?.event ?? { requestID: "" })));
  assert.ok(!("requestId" in (receiver.received[2]?.event ?? { requestId: "" })));
});

test("POST /v1/webhook/test › without an active webhook gets 404", async (t) => {
  const { call } = startSandbox(t);
  const payload = { eventType: "payment.confirmed" };

  await call(404, {
    method: "POST",
    url: "/v1/webhook/test",
    headers: { "x-client-id": "cli_sandbox" },
    payload,
  });
});

test("orchestrator › a linked Client ID alone creates nothing, and the orchestrator is told of payments", async (t) => {
  const [ours, theirs] = [await startReceiver(t), await startReceiver(t)];
  const clients = merchants({ allowedOrigins: [], webhooks: [{ url: ours.url, secret: SECRET }] });
  const { app, call, create } = startSandbox(t, { clients, events: "current" });
  const alone = { "x-client-id": "cli_sandbox" };
  const pair = { ...alone, "x-orchestrator-key": "orc_test" };
  const body = { requests: [{ amount: "1" }] };
  const post = { method: "POST", url: "/v2/secure-payments", payload: body } as const;
  const payload = { key: "orc_test", webhooks: [{ url: theirs.url, secret: "orchestrators" }] };

  const { orchestratorId } = await call(200, {
    method: "POST",
    url: "/sandbox/clients/cli_sandbox/link",
    payload,
  });
  await theirs.waitFor(1);
  await call(403, { ...post, headers: alone });
  await call(401, { ...post, headers: { ...alone, "x-orchestrator-key": "orc_other" } });
  const { token } = await create(body, pair);
  await app.sandbox.perform(token, "fail").delivered;
  await app.sandbox.pay(token).delivered;

  const told = ({ received }: typeof ours) => received.map(({ event }) => event.event);
  assert.deepEqual(told(theirs), ["client_id.linked", "payment.confirmed"]);
  assert.deepEqual(told(ours), ["payment.failed", "payment.confirmed"]);
  assert.equal(theirs.received[1]?.event.orchestratorId, orchestratorId);
  await call(409, { method: "POST", url: "/sandbox/clients/cli_sandbox/link", payload });
  await call(404, { method: "POST", url: "/sandbox/clients/cli_other/link", payload });
});
