import assert from "node:assert/strict";
import { test } from "node:test";
import { asBackend, asPage, asStranger, PAYEE, startSandbox } from "./harness.ts";
import { requirePublishedAnswer } from "./published-schema.ts";

const READ = "GET /v2/request/{requestId}";

test("GET /v2/request/{id} of 0.13 › an unpaid request is as published", async (t) => {
  const { create, call } = startSandbox(t, { api: "0.13" });
  const { requestId } = await create({ requests: [{ amount: "10" }], reference: "INV-1" });

  const answer = await call(200, { url: `/v2/request/${requestId}`, headers: asPage });

  requirePublishedAnswer(READ, 200, answer);
  assert.equal(answer.hasBeenPaid, false);
  assert.equal(answer.txHash, null);
  assert.equal(answer.reference, "INV-1");
  assert.equal(answer.paidAmount, "0");
});

test("GET /v2/request/{id} › a part is broken down and is not paid", async (t) => {
  const { create, act, call } = startSandbox(t);
  const { token, requestId } = await create();
  await act(token, "partial", { amount: "7.5" });

  const answer = await call(200, { url: `/v2/request/${requestId}`, headers: asPage });

  requirePublishedAnswer(READ, 200, answer);
  assert.equal(answer.hasBeenPaid, false);
  assert.equal(answer.conversionRate, null);
  assert.partialDeepStrictEqual(answer.conversionBreakdown, { paidAmount: "7.5", remainingAmount: "2.5" });
});

test("GET /v2/request/{id} › two payments that make the price are paid, and broken down", async (t) => {
  const { create, act, call } = startSandbox(t);
  const { token, requestId } = await create();
  await act(token, "partial");
  await act(token, "pay");

  const answer = await call(200, { url: `/v2/request/${requestId}`, headers: asPage });

  requirePublishedAnswer(READ, 200, answer);
  assert.equal(answer.hasBeenPaid, true);
  assert.equal((answer.payments as object[]).length, 2);
  assert.partialDeepStrictEqual(answer.conversionBreakdown, {
    remainingAmount: "0",
    currentMarketRate: null,
  });
});

test("GET /v2/request/{id} of 0.13 › what is above the price is stated", async (t) => {
  const { create, act, call } = startSandbox(t, { api: "0.13" });
  const { token, requestId } = await create();
  await act(token, "overpay");

  const answer = await call(200, { url: `/v2/request/${requestId}`, headers: asPage });

  requirePublishedAnswer(READ, 200, answer);
  assert.equal(answer.hasBeenPaid, true);
  assert.equal(answer.requestAmount, "10");
  assert.equal(answer.paidAmount, "11");
  assert.equal(answer.excessAmount, "1");
});

test("GET /v2/request/{id} of 0.13 › answers for anybody's request and names no payee", async (t) => {
  const { create, act, call } = startSandbox(t, { api: "0.13" });
  const { token, requestId } = await create({ requests: [{ amount: "10" }] }, asPage);
  await act(token, "pay");

  const answer = await call(200, { url: `/v2/request/${requestId}`, headers: asStranger });

  assert.equal(answer.hasBeenPaid, true);
  assert.doesNotMatch(JSON.stringify(answer).toLowerCase(), new RegExp(PAYEE.toLowerCase()));
});

test("GET /v2/request/{id} › an unknown id gets 404, no credentials 401", async (t) => {
  const { create, call } = startSandbox(t);
  const { requestId } = await create();

  const unknown = await call(404, { url: "/v2/request/req_unknown", headers: asBackend });
  await call(401, { url: `/v2/request/${requestId}` });

  assert.deepEqual(unknown, { statusCode: 404, message: "Request not found", error: "Not Found" });
});
