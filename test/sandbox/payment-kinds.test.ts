import assert from "node:assert/strict";
import { test } from "node:test";
import { asPage, merchants, PAYEE, startSandbox } from "./harness.ts";
import { CROSS_CHAIN, payUnder } from "./readings-harness.ts";

const PAYER = "0x5a4d000000000000000000000000000000c0ffee";

test("cross-chain › the payer gives one token on one network, the payee gets the link's", async (t) => {
  const { read, found } = await payUnder(t, { how: CROSS_CHAIN });

  const across = {
    type: "crosschain",
    sourceNetwork: "mainnet",
    destinationNetwork: "base",
    paidAmount: "10.03",
    paidCurrency: "USDT",
    paidNetwork: "mainnet",
    receivedAmount: "10.001",
    receivedCurrency: "USDC",
    receivedNetwork: "base",
    excessAmount: "0.001",
    excessCurrency: "USDC",
    currency: "USDC",
    paymentCurrency: "USDC",
  };
  assert.partialDeepStrictEqual(await read(), { hasBeenPaid: true, payments: [{ amount: "10", ...across }] });
  assert.partialDeepStrictEqual(await found(), [across]);
});

test("cross-chain › every documented source pays, and no other", async (t) => {
  const { app, create } = startSandbox(t);
  const sources = ["ethereum", "arbitrum", "OP Mainnet", "polygon", "bnb"].flatMap((network) =>
    ["USDC", "USDT"].map((symbol) => [network, symbol] as const),
  );

  for (const [sourceNetwork, sourceCurrency] of [...sources, ["arbitrum-one", "USDT0"]] as const) {
    const { token } = await create();
    const { state } = app.sandbox.pay(token, { kind: "cross-chain", sourceNetwork, sourceCurrency });
    assert.equal(state.status, "completed");
  }
  const { token } = await create();
  for (const [sourceNetwork, sourceCurrency] of [
    ["sepolia", "fUSDC"],
    ["tron", "USDT"],
    ["mainnet", "EURC"],
    ["moon", "USDC"],
  ] as const)
    assert.throws(() => app.sandbox.pay(token, { kind: "cross-chain", sourceNetwork, sourceCurrency }), {
      statusCode: 400,
    });
});

test("cross-chain › needs at least a dollar", async (t) => {
  const { app, create } = startSandbox(t);
  const { token } = await create({ requests: [{ amount: "0.99" }] });

  assert.throws(() => app.sandbox.pay(token, CROSS_CHAIN), { statusCode: 409 });
  assert.equal(app.sandbox.pay(token).state.status, "completed");
});

test("smart account › the wallet that pays is not the one that was connected", async (t) => {
  const { confirmed, read } = await payUnder(t, { how: { kind: "smart-account" } });

  assert.equal(confirmed.payerEoaAddress, PAYER);
  assert.notEqual(confirmed.payerAddress, PAYER);
  assert.partialDeepStrictEqual(await read(), {
    payments: [{ payerAddress: confirmed.payerAddress, payerEoaAddress: PAYER }],
  });
});

test("Safe › the link is locked until the Safe executes", async (t) => {
  const { app, create, call, act } = startSandbox(t, { now: () => 5_000, events: "current" });
  const { token, requestId } = await create();

  const proposed = app.sandbox.pay(token, { kind: "safe", deadlineMs: 60_000 });
  const busy = await call(423, { url: `/v2/secure-payments/${token}`, headers: asPage });
  await call(423, { method: "POST", url: `/sandbox/payments/${token}/pay` });
  const executed = app.sandbox.perform(token, "execute");

  assert.deepEqual(proposed.events, []);
  assert.partialDeepStrictEqual(busy, {
    message: "Secure payment is in progress",
    status: "pending",
    requestStatuses: [{ requestId, hasBeenPaid: false, chainId: 8453, safePaymentDeadline: 65 }],
  });
  assert.ok(!("statusCode" in busy) && !("error" in busy));
  assert.partialDeepStrictEqual(executed.events, [{ event: "payment.confirmed", payerEoaAddress: PAYER }]);
  await call(409, { method: "POST", url: `/sandbox/payments/${token}/execute` });
  await act(token, "refund");
});

test("Safe › fails at its deadline, and can be paid anew", async (t) => {
  let nowMs = 0;
  const { app, create, call } = startSandbox(t, { now: () => nowMs, events: "current" });
  const { token } = await create();
  app.sandbox.pay(token, { kind: "safe", deadlineMs: 60_000 });

  nowMs = 60_000;
  await call(200, { url: `/v2/secure-payments/${token}`, headers: asPage });

  assert.equal(app.sandbox.link(token).hasFailed, true);
  assert.equal(app.sandbox.pay(token).state.status, "completed");
});

const TRON_WALLET = "TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE";

test("Tron › a link is single, its addresses are base58, its hash has no 0x, and its fee is fixed", async (t) => {
  const clients = merchants({ payee: TRON_WALLET, currency: "USDT-tron" });
  const { confirmed, read, call, found } = await payUnder(t, { sandbox: { clients } });

  const batch = await call(400, {
    method: "POST",
    url: "/v2/secure-payments",
    headers: asPage,
    payload: { requests: [{ amount: "1" }, { amount: "2" }] },
  });

  assert.equal(batch.message, "Batch payments are not supported for TRON networks");
  assert.match(String(confirmed.txHash), /^[0-9a-f]{64}$/);
  assert.match(String(confirmed.payerAddress), /^T[1-9A-HJ-NP-Za-km-z]{33}$/);
  assert.partialDeepStrictEqual(await read(), { payee: TRON_WALLET, network: "tron" });
  assert.partialDeepStrictEqual(await found(), [{ amount: "10", paidAmount: "13.99" }]);
});

test("USDT0 › is taken as a payment currency, and is no destination", async (t) => {
  const { call, create } = startSandbox(t);
  const item = {
    payee: PAYEE,
    amount: "5",
    invoiceCurrency: "USDT-arbitrum-one",
    paymentCurrency: "USDT0-arbitrum-one",
  };
  const { token } = await create({ requests: [item] }, { "x-api-key": "sk_sandbox" });

  const link = await call(200, { url: `/v2/secure-payments/${token}`, headers: asPage });

  assert.equal(link.paymentCurrency, "USDT0-arbitrum-one");
  assert.throws(() => startSandbox(t, { clients: merchants({ currency: "USDT0-matic" }) }), /can't pay out/);
});
