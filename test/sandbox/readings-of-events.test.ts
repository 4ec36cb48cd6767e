import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { merchants, PAYEE, startSandbox } from "./harness.ts";
import { CROSS_CHAIN, payUnder } from "./readings-harness.ts";

for (const [R1, network] of [
  ["a", "base"],
  ["b", "mainnet"],
  ["c", "Base"],
] as const) {
  test(`R1=${R1} › network in payment.confirmed is ${network}`, async (t) => {
    const { confirmed } = await payUnder(t, { readings: { R1 }, how: CROSS_CHAIN });

    assert.equal(confirmed.network, network);
  });
}

test("R1=c › mainnet is named ethereum", async (t) => {
  const clients = merchants({ currency: "USDC-mainnet" });

  const { confirmed } = await payUnder(t, { readings: { R1: "c" }, sandbox: { clients } });

  assert.equal(confirmed.network, "ethereum");
});

for (const [R2, currency] of [
  ["a", "USDT"],
  ["b", "USD"],
  ["c", "USDC"],
] as const) {
  test(`R2=${R2} › currency in payment.confirmed is ${currency}`, async (t) => {
    const { confirmed } = await payUnder(t, { readings: { R2 }, how: CROSS_CHAIN });

    assert.equal(confirmed.currency, currency);
  });
}

test("R2=b › reads name dollars as the invoice currency", async (t) => {
  const { read, found } = await payUnder(t, { readings: { R2: "b" } });

  assert.partialDeepStrictEqual(await read(), { invoiceCurrency: "USD", paymentCurrency: "USDC" });
  assert.partialDeepStrictEqual(await found(), [{ currency: "USD", paymentCurrency: "USDC" }]);
});

for (const [R3, paymentCurrency] of [
  ["a", "USDC"],
  ["b", "USDC-base"],
  ["c", "USDT"],
] as const) {
  test(`R3=${R3} › paymentCurrency in payment.confirmed is ${paymentCurrency}`, async (t) => {
    const { confirmed } = await payUnder(t, { readings: { R3 }, how: CROSS_CHAIN });

    assert.equal(confirmed.paymentCurrency, paymentCurrency);
  });
}

for (const [R4, stated] of [
  ["a", "10"],
  ["b", "10.04"],
  ["c", "9.99"],
] as const) {
  test(`R4=${R4} › the amounts of a cross-chain payment.confirmed are ${stated}`, async (t) => {
    const { confirmed, read } = await payUnder(t, { readings: { R4 }, how: CROSS_CHAIN });

    const { amount, totalAmountPaid, expectedAmount } = confirmed;
    assert.deepEqual([amount, totalAmountPaid, expectedAmount], [stated, stated, stated]);
    assert.equal((await read()).requestAmount, "10");
  });
}

test("R4=b › a part is less than what is expected, in the same unit", async (t) => {
  const { app, create } = await payUnder(t, { readings: { R4: "b" } });
  const { token } = await create();

  const [partial] = app.sandbox.perform(token, "partial", { amount: "4" }).events;

  assert.partialDeepStrictEqual(partial, { totalAmountPaid: "4.004", expectedAmount: "10.01" });
});

test("R5 › txHash is the destination's, the source's, or a bundle's that several requests share", async (t) => {
  const hashes = async (R5: "a" | "b" | "c") => {
    const scene = await payUnder(t, { readings: { R5 }, how: CROSS_CHAIN, sandbox: { now: () => 0 } });
    const { payments, txHash } = await scene.read();
    assert.equal(scene.confirmed.txHash, txHash);
    const [payment] = payments as { sourceTxHash: string; destinationTxHash: string }[];
    return { ...scene, txHash, payment };
  };

  const [destination, source, bundle] = [await hashes("a"), await hashes("b"), await hashes("c")];

  assert.equal(destination.txHash, destination.payment?.destinationTxHash);
  assert.equal(source.txHash, source.payment?.sourceTxHash);
  assert.notEqual(source.txHash, source.payment?.destinationTxHash);
  const other = await bundle.create();
  const [next] = bundle.app.sandbox.pay(other.token).events;
  const [again] = bundle.app.sandbox.pay(other.token, { again: true }).events;
  assert.equal(next?.txHash, bundle.txHash);
  assert.notEqual(again?.txHash, bundle.txHash);
});

for (const [R12, clientId, orchestratorId] of [
  ["a", /^cli_sandbox$/, /^[0-9A-Z]{26}$/],
  ["b", /^[0-9A-Z]{26}$/, /^orch_/],
] as const) {
  test(`R12=${R12} › clientId and orchestratorId have their forms`, async (t) => {
    const { create, app } = await payUnder(t, { readings: { R12 } });
    assert.match(String(app.sandbox.pay((await create()).token).events[0]?.clientId), clientId);

    const linked = await startLinked(t, R12);

    assert.match(String(linked.clientId), clientId);
    assert.match(String(linked.orchestratorId), orchestratorId);
  });
}

async function startLinked(t: TestContext, R12: "a" | "b") {
  const clients = merchants({ orchestrator: { key: "orc_test" } });
  const { create, app } = startSandbox(t, { clients, readings: { R12 }, events: "current" });
  const headers = { "x-client-id": "cli_sandbox", "x-orchestrator-key": "orc_test" };
  const { token } = await create({ requests: [{ amount: "1" }] }, headers);
  const [confirmed] = app.sandbox.pay(token).events;
  assert.ok(confirmed);
  return confirmed;
}

test("R12=c › events and the list name no Client ID", async (t) => {
  const { confirmed, call } = await payUnder(t, { readings: { R12: "c" } });

  const { requests } = await call(200, { url: "/v2/request", headers: { "x-api-key": "sk_sandbox" } });

  assert.ok(!("clientId" in confirmed));
  assert.partialDeepStrictEqual(requests, [{ clientId: null }]);
});

for (const [R13, form] of [
  ["a", /^0x[0-9a-f]{16}$/],
  ["b", /^[0-9a-f]{16}$/],
  ["c", /^0x[0-9a-f]{40}$/],
] as const) {
  test(`R13=${R13} › paymentReference matches ${form}`, async (t) => {
    const { confirmed, read } = await payUnder(t, { readings: { R13 } });

    assert.match(String(confirmed.paymentReference), form);
    assert.equal((await read()).paymentReference, confirmed.paymentReference);
  });
}

const HIDDEN = { requests: [{ amount: "10" }], accessPolicy: { hidePayeeAddress: true } };

for (const [R15, read, event] of [
  ["a", PAYEE.toLowerCase(), PAYEE],
  ["b", `${PAYEE}@eip155:8453#`, `${PAYEE}@eip155:8453#`],
  ["c", null, "0x6923…C7D7"],
] as const) {
  test(`R15=${R15} › a hidden payee is ${read} in a read and ${event} in an event`, async (t) => {
    const scene = await payUnder(t, { readings: { R15 }, body: HIDDEN });

    const { payee } = await scene.read();

    assert.equal(read === null ? payee : String(payee).slice(0, read.length), read);
    assert.equal(String(scene.confirmed.payee).slice(0, event.length), event);
  });
}

test("R15=c › a payee that is not hidden is named in full", async (t) => {
  const { read } = await payUnder(t, { readings: { R15: "c" } });

  assert.equal((await read()).payee, PAYEE.toLowerCase());
});
