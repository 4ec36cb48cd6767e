import assert from "node:assert/strict";
import { test } from "node:test";
import { asBackend, asPage, merchants, PAYEE, startSandbox } from "./harness.ts";

const RECIPIENT = "0x1111111111111111111111111111111111111111";
const PAYOUT = {
  recipient: RECIPIENT,
  creatorWalletAddress: PAYEE,
  network: "base",
  currency: "USDC-base",
  amount: "4",
};
const create = (payload: object) =>
  ({ method: "POST", url: "/v2/secure-payments/payouts", headers: asBackend, payload }) as const;

test("POST /v2/secure-payments/payouts › makes a link by which money goes out, with the usual events", async (t) => {
  const { app, call } = startSandbox(t, { events: "current" });

  const made = await call(201, create(PAYOUT));
  const token = String(made.token);
  const open = await call(200, { url: `/v2/secure-payments/${token}`, headers: asPage });
  const page = await app.inject(`/?token=${token}`);
  const { events } = app.sandbox.pay(token);
  const listed = await call(200, { url: "/v2/request?securePaymentFlow=outgoing", headers: asPage });

  assert.partialDeepStrictEqual(made, { requestIds: [events[0]?.requestId], feePlan: { flow: "pay" } });
  assert.partialDeepStrictEqual(open, { flow: "outgoing", payee: RECIPIENT, amount: "4", destination: null });
  assert.match(page.body, /Payout/);
  assert.partialDeepStrictEqual(events, [{ event: "payment.confirmed", payee: RECIPIENT, amount: "4" }]);
  assert.equal((listed.requests as object[]).length, 1);
});

test("POST /v2/secure-payments/payouts › refuses what the network does not have", async (t) => {
  const { call } = startSandbox(t);

  await call(400, create({ ...PAYOUT, network: "mainnet" }));
  await call(400, create({ ...PAYOUT, network: "moon" }));
  await call(400, create({ ...PAYOUT, currency: "USD" }));
  await call(400, create({ ...PAYOUT, recipient: "TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE" }));
  await call(400, create({ ...PAYOUT, creatorWalletAddress: undefined }));
  await call(401, { ...create(PAYOUT), headers: {} });
});

test("POST /v2/secure-payments/payouts › a rejected recipient gets a link that can't be paid", async (t) => {
  const { app, call } = startSandbox(t);
  const payload = { wallet: RECIPIENT, status: "rejected" };
  await call(200, { method: "POST", url: "/sandbox/screening", payload });

  const { token } = await call(201, create({ ...PAYOUT, accessPolicy: { mode: "kyt_all_wallets" } }));

  const read = await call(403, { url: `/v2/secure-payments/${token}`, headers: asPage });
  assert.equal(read.message, "SECURE_PAYMENT_COMPLIANCE_FAILED");
  assert.throws(() => app.sandbox.pay(String(token)), { statusCode: 403 });
  assert.match((await app.inject(`/?token=${token}`)).body, /Link blocked/);
});

test("POST /v2/secure-payments/fees/preview › answers a plan and makes no link", async (t) => {
  const { app, call } = startSandbox(t, { feeBps: 100 });
  const url = "/v2/secure-payments/fees/preview";
  const payload = { amount: "10", currency: "USDC-base", flow: "get_paid", defaultFeeBearer: "payee" };

  const plan = await call(200, { method: "POST", url, headers: asPage, payload });

  assert.partialDeepStrictEqual(plan, {
    flow: "get_paid",
    defaultFeeBearer: "payee",
    netRecipientAmountUsd: "9.90",
    payerTotalAmountUsd: "10.00",
    fees: [{ type: "protocol", percentageBps: 100, calculatedAmountUsd: "0.10" }],
  });
  const { pagination } = await call(200, { url: "/v2/request", headers: asPage });
  assert.partialDeepStrictEqual(pagination, { total: 0 });
  assert.equal((await app.inject({ method: "POST", url, payload })).statusCode, 401);
});

test("GET /v2/secure-payments?requestId= › needs a wallet's session", async (t) => {
  const { call } = startSandbox(t);

  await call(401, { url: "/v2/secure-payments?requestId=01", headers: asBackend });
});

test("POST /v2/secure-payments › a Client ID without a destination gets 403", async (t) => {
  const { call } = startSandbox(t, { clients: merchants({ isBound: false }) });
  const payload = { requests: [{ amount: "1" }] };

  await call(403, { method: "POST", url: "/v2/secure-payments", headers: asPage, payload });
});

test("clock › an offset moves the Date header and every time that is told", async (t) => {
  const { app } = startSandbox(t, { now: () => 0, clockOffsetMs: 3_600_000 });
  const { token } = (
    await app.inject({
      method: "POST",
      url: "/v2/secure-payments",
      headers: asPage,
      payload: { requests: [{ amount: "1" }] },
    })
  ).json();

  const { headers } = await app.inject("/healthz");

  assert.equal(headers.date, "Thu, 01 Jan 1970 01:00:00 GMT");
  assert.equal(app.sandbox.pay(token).events[0]?.timestamp, "1970-01-01T01:00:00.000Z");
});
