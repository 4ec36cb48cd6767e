import assert from "node:assert/strict";
import { test } from "node:test";
import { SHOP, startSandbox } from "./harness.ts";

const path = (token: string, action: string) => `/sandbox/payments/${token}/${action}`;

test("/sandbox/payments › pays, in part and in full, and answers what is left", async (t) => {
  const { create, act } = startSandbox(t);
  const { token } = await create();

  const half = await act(token, "partial");
  const tenth = await act(token, "partial", { amount: "1.5" });
  const rest = await act(token, "pay");

  assert.partialDeepStrictEqual(half, {
    status: "partially_paid",
    requests: [{ received: "5", remaining: "5" }],
  });
  assert.partialDeepStrictEqual(tenth, {
    status: "partially_paid",
    requests: [{ received: "6.5", remaining: "3.5" }],
  });
  assert.partialDeepStrictEqual(rest, {
    status: "completed",
    requests: [{ received: "10", remaining: "0" }],
  });
});

test("/sandbox/payments › amounts are exact to the last decimal of the currency", async (t) => {
  const { create, act } = startSandbox(t);
  const { token } = await create({ requests: [{ amount: "0.000003" }] });

  const half = await act(token, "partial");
  const over = await act(token, "overpay");

  assert.partialDeepStrictEqual(half, { requests: [{ received: "0.000001" }] });
  assert.partialDeepStrictEqual(over, { requests: [{ received: "0.000004" }] });
});

test("/sandbox/payments › a batch is paid in its order", async (t) => {
  const { create, act } = startSandbox(t);
  const { token } = await create({ requests: [{ amount: "10" }, { amount: "5" }] });

  const partly = await act(token, "partial", { amount: "12" });
  const over = await act(token, "overpay");

  assert.partialDeepStrictEqual(partly, { requests: [{ received: "10" }, { received: "2" }] });
  assert.partialDeepStrictEqual(over, { requests: [{ received: "10" }, { received: "6.5" }] });
});

test("/sandbox/payments › a paid link takes a second payment only when told so", async (t) => {
  const { create, act, call } = startSandbox(t);
  const { token } = await create();
  await act(token, "pay");

  await call(409, { method: "POST", url: path(token, "pay") });
  const twice = await act(token, "pay", { again: true });

  assert.partialDeepStrictEqual(twice, { status: "completed", requests: [{ received: "20" }] });
});

test("/sandbox/payments › an expired link takes a payment only when it was on its way", async (t) => {
  const { create, act, call } = startSandbox(t);
  const { token } = await create();
  const expired = await act(token, "expire");

  await call(403, { method: "POST", url: path(token, "pay") });
  await call(409, { method: "POST", url: path(token, "expire") });
  const late = await act(token, "pay", { late: true });

  assert.equal(expired.status, "expired");
  assert.equal(late.status, "completed");
});

test("/sandbox/payments › a failed attempt leaves the link open", async (t) => {
  const { create, act } = startSandbox(t);
  const { token } = await create();

  assert.equal((await act(token, "fail")).status, "pending");
  assert.equal((await act(token, "pay")).status, "completed");
});

test("/sandbox/payments › refunds what was received, at once or in parts, and no more", async (t) => {
  const { create, act, call } = startSandbox(t);
  const { token } = await create();
  await call(409, { method: "POST", url: path(token, "refund") });
  await act(token, "pay");

  await act(token, "refund", { amount: "4" });
  await call(409, { method: "POST", url: path(token, "refund"), payload: { amount: "7" } });
  const all = await act(token, "refund");

  assert.partialDeepStrictEqual(all, { status: "completed", requests: [{ refunded: "10" }] });
  await call(409, { method: "POST", url: path(token, "refund") });
});

test("/sandbox/payments › what can't be is refused", async (t) => {
  const { create, act, call } = startSandbox(t);
  const { token } = await create();

  await call(404, { method: "POST", url: path("01ABC123DEF456GHJ789JKMNPQ", "pay") });
  await call(404, { method: "POST", url: path(token, "steal") });
  await call(404, { method: "POST", url: path(token, "constructor") });
  await call(409, { method: "POST", url: path(token, "partial"), payload: { amount: "10" } });
  await call(400, { method: "POST", url: path(token, "partial"), payload: { amount: "1e1" } });
  await call(400, { method: "POST", url: path(token, "pay"), payload: { amout: "1" } });
  await act(token, "pay");
  await call(409, { method: "POST", url: path(token, "fail") });
  await call(409, { method: "POST", url: path(token, "wallet"), payload: { userEvent: "wallet_connected" } });
});

test("/sandbox › a form on another site has no effect", async (t) => {
  const { app, create, act } = startSandbox(t);
  const { token } = await create();
  const send = (headers: Record<string, string>, payload?: string) =>
    app.inject({ method: "POST", url: path(token, "pay"), headers, ...(payload && { payload }) });

  const form = await send({ "content-type": "application/x-www-form-urlencoded" }, "a=1");
  const text = await send({ "content-type": "text/plain" }, "{}");
  const empty = await send({ origin: "https://evil.example" });

  assert.deepEqual([form.statusCode, text.statusCode, empty.statusCode], [415, 415, 403]);
  assert.equal((await act(token, "fail")).status, "pending");
});

test("/sandbox › the demo's pages may press the buttons", async (t) => {
  const { app, create } = startSandbox(t);
  const { token } = await create();

  const response = await app.inject({ method: "POST", url: path(token, "pay"), headers: { origin: SHOP } });

  assert.equal(response.statusCode, 200);
  assert.equal(response.headers["access-control-allow-origin"], SHOP);
});
