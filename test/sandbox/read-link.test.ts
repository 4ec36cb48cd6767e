import assert from "node:assert/strict";
import { test } from "node:test";
import { asBackend, asPage, PAYEE, startSandbox } from "./harness.ts";
import { requirePublishedAnswer } from "./published-schema.ts";

const READ = "GET /v2/secure-payments/{token}";

test("GET /v2/secure-payments/{token} › an open link is as published", async (t) => {
  const { create, call } = startSandbox(t);
  const { token, requestIds } = await create({ requests: [{ amount: "10.50" }], reference: "INV-1" });

  const link = await call(200, { url: `/v2/secure-payments/${token}`, headers: asPage });

  requirePublishedAnswer(READ, 200, link);
  assert.equal(link.payee, PAYEE);
  assert.equal(link.amount, "10.5");
  assert.equal(link.paymentCurrency, "USDC-base");
  assert.equal(link.network, "base");
  assert.equal(link.reference, "INV-1");
  assert.deepEqual(link.requestIds, requestIds);
});

test("GET /v2/secure-payments/{token} › a batch is as published", async (t) => {
  const { create, call } = startSandbox(t);
  const { token } = await create({ requests: [{ amount: "10" }, { amount: "5" }] });

  const link = await call(200, { url: `/v2/secure-payments/${token}`, headers: asPage });

  requirePublishedAnswer(READ, 200, link);
  assert.deepEqual(link.amounts, ["10", "5"]);
});

test("GET /v2/secure-payments/{token} › a hidden payee is masked", async (t) => {
  const { create, call } = startSandbox(t);
  const { token } = await create({ requests: [{ amount: "10" }], accessPolicy: { hidePayeeAddress: true } });

  const link = await call(200, { url: `/v2/secure-payments/${token}`, headers: asPage });

  requirePublishedAnswer(READ, 200, link);
  assert.equal(link.isPayeeAddressMasked, true);
  assert.doesNotMatch(JSON.stringify(link), new RegExp(PAYEE));
});

test("GET /v2/secure-payments/{token} › a partly paid link can still be paid", async (t) => {
  const { create, act, call } = startSandbox(t);
  const { token } = await create();
  await act(token, "partial");

  const link = await call(200, { url: `/v2/secure-payments/${token}`, headers: asPage });

  assert.equal(link.status, "pending");
});

test("GET /v2/secure-payments/{token} › a paid link gets 409 and names its requests", async (t) => {
  const { create, act, call } = startSandbox(t);
  const { token, requestId } = await create();
  await act(token, "pay");

  const answer = await call(409, { url: `/v2/secure-payments/${token}`, headers: asPage });

  const [status] = answer.requestStatuses as { requestId: string; hasBeenPaid: boolean; txHash: string }[];
  assert.equal(answer.status, "completed");
  assert.equal(status?.requestId, requestId);
  assert.equal(status?.hasBeenPaid, true);
  assert.match(status?.txHash ?? "", /^0x[0-9a-f]{64}$/);
});

test("GET /v2/secure-payments/{token} › a link in the payer's wallet gets 423 until the wallet is gone", async (t) => {
  let nowMs = Date.UTC(2026, 7, 1);
  const { create, act, call } = startSandbox(t, { now: () => nowMs, readings: { R7: "b" } });
  const { token } = await create();
  await act(token, "wallet", { userEvent: "payment_sent_to_wallet" });

  const busy = await call(423, { url: `/v2/secure-payments/${token}`, headers: asPage });
  nowMs += 15_000;
  await call(200, { url: `/v2/secure-payments/${token}`, headers: asPage });

  assert.equal(busy.status, "pending");
});

test("GET /v2/secure-payments/{token} › a link gets 403 when its week is over", async (t) => {
  let nowMs = Date.UTC(2026, 7, 1);
  const { create, call } = startSandbox(t, { now: () => nowMs });
  const { token } = await create();

  nowMs += 7 * 24 * 60 * 60 * 1000 - 1;
  await call(200, { url: `/v2/secure-payments/${token}`, headers: asPage });
  nowMs += 1;
  const answer = await call(403, { url: `/v2/secure-payments/${token}`, headers: asPage });

  assert.equal(answer.error, "Forbidden");
});

test("GET /v2/secure-payments/{token} › an unknown token gets 404, an API key alone 401", async (t) => {
  const { create, call } = startSandbox(t);
  const { token } = await create();

  await call(404, { url: "/v2/secure-payments/01ABC123DEF456GHJ789JKMNPQ", headers: asPage });
  await call(401, { url: `/v2/secure-payments/${token}`, headers: asBackend });
});
