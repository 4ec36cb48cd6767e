import assert from "node:assert/strict";
import { test } from "node:test";
import { asBackend, asPage, PAYEE, startSandbox } from "./harness.ts";
import { payUnder } from "./readings-harness.ts";

test("0.31 › a request read names payee, network and currencies, and has no totals at the top", async (t) => {
  const { read, link } = await payUnder(t);

  const answer = await read();

  assert.partialDeepStrictEqual(answer, {
    requestId: link.requestId,
    hasBeenPaid: true,
    payee: PAYEE.toLowerCase(),
    network: "base",
    requestAmount: "10",
    invoiceCurrency: "USDC",
    paymentCurrency: "USDC",
    payments: [{ amount: "10", type: "direct", detectionSource: "request-network", note: null }],
  });
  for (const field of ["paidAmount", "receivedAmount", "excessAmount", "customerInfo"])
    assert.ok(!(field in answer), field);
});

test("0.31 › what came above the price stands in its payment", async (t) => {
  const { app, create, call } = startSandbox(t);
  const { token, requestId } = await create();
  app.sandbox.perform(token, "partial", { amount: "4" });
  app.sandbox.perform(token, "overpay");

  const answer = await call(200, { url: `/v2/request/${requestId}`, headers: asPage });

  assert.partialDeepStrictEqual(answer.payments, [
    { amount: "4", excessAmount: null, excessCurrency: null },
    { amount: "7", excessAmount: "1", excessCurrency: "USDC" },
  ]);
});

test("0.31 › the request list has what the Client ID created, by flow and wallet, in pages", async (t) => {
  const { app, create, call } = startSandbox(t);
  const first = await create({ requests: [{ amount: "10" }], reference: "INV-1" });
  await create({ requests: [{ amount: "5" }] });
  app.sandbox.pay(first.token);
  const list = (query: Record<string, string>) =>
    call(200, { url: "/v2/request", query, headers: asPage }) as Promise<{
      requests: Record<string, unknown>[];
      pagination: object;
    }>;

  const all = await list({});
  const second = await list({ limit: "1", offset: "1" });

  assert.deepEqual(
    all.requests.map(({ amount }) => amount),
    ["5", "10"],
  );
  assert.deepEqual(second.pagination, { total: 2, limit: 1, offset: 1 });
  assert.partialDeepStrictEqual(second.requests, [
    {
      requestId: first.requestId,
      invoiceCurrency: "USDC",
      paymentCurrency: "USDC-base",
      hasBeenPaid: true,
      securePaymentStatus: "completed",
      reference: "INV-1",
      payee: PAYEE.toLowerCase(),
      clientId: "cli_sandbox",
    },
  ]);
  assert.equal((await list({ securePaymentFlow: "outgoing" })).requests.length, 0);
  assert.equal((await list({ walletAddress: PAYEE })).requests.length, 2);
  await call(400, { url: "/v2/request", query: { limit: "101" }, headers: asPage });
  await call(401, { url: "/v2/request" });
});

test("0.13 › has no request list and no columns of the route", async (t) => {
  const { call, found } = await payUnder(t, { sandbox: { api: "0.13" } });

  await call(404, { url: "/v2/request", headers: asBackend });
  const [row] = await found();

  assert.ok(row && !("paidAmount" in row) && !("rateProvider" in row));
});

test("a fiat price › is paid in the token, at the sandbox's rate", async (t) => {
  const { app, create, call } = startSandbox(t);
  const item = { payee: PAYEE, amount: "10", invoiceCurrency: "EUR", paymentCurrency: "USDC-base" };
  const { token, requestId } = await create({ requests: [item] }, asBackend);
  const open = await call(200, { url: `/v2/secure-payments/${token}`, headers: asPage });
  app.sandbox.pay(token);

  const read = await call(200, { url: `/v2/request/${requestId}`, headers: asPage });

  assert.equal(open.amount, "11");
  assert.partialDeepStrictEqual(read, {
    hasBeenPaid: true,
    requestAmount: "10",
    invoiceCurrency: "EUR",
    payments: [{ type: "conversion", amount: "11", currency: "EUR", paymentCurrency: "USDC" }],
  });
});

test("a fiat currency › is no payment currency, and is listed without a network", async (t) => {
  const { call } = startSandbox(t);
  const item = { payee: PAYEE, amount: "10", invoiceCurrency: "USD", paymentCurrency: "USD" };
  const payload = { requests: [item] };

  await call(400, { method: "POST", url: "/v2/secure-payments", headers: asBackend, payload });

  const { name: _name, ...dollar } = await call(200, { url: "/v2/currencies?id=usd" });
  assert.deepEqual(dollar, { id: "USD", symbol: "USD", decimals: 2, type: "ISO4217" });
});

test("GET /v2/currencies › knows every documented token, by other spellings of its network too", async (t) => {
  const { call } = startSandbox(t);
  const find = (query: Record<string, string>) => call(200, { url: "/v2/currencies", query });

  assert.partialDeepStrictEqual(await find({ id: "USDC-bsc" }), { decimals: 18, chainId: 56 });
  assert.equal((await find({ id: "USDC-polygon" })).id, "USDCn-matic");
  const bnb = { network: "bnb", symbol: "usdt", firstOnly: "true" };
  assert.equal((await find(bnb)).id, "USDT-bsc");
  assert.equal((await find({ id: "USDT-tron" })).type, "TRC20");
  for (const id of ["USDCn-optimism", "fUSDC-sepolia", "fUSDT-sepolia", "AETH-arbitrum-one", "JPY"])
    assert.equal((await find({ id })).id, id);
});
