import assert from "node:assert/strict";
import { test } from "node:test";
import { asBackend, asPage, asStranger, startSandbox } from "./harness.ts";
import { CROSS_CHAIN, payUnder } from "./readings-harness.ts";

const BATCH = { requests: [{ amount: "10" }, { amount: "5" }] };

for (const [R6, single, batch] of [
  ["a", "10", ["10", "5"]],
  ["b", "10000000", ["10000000", "5000000"]],
  ["c", "10000000", ["10", "5"]],
] as const) {
  test(`R6=${R6} › the token read and /v2/payments state 10 USDC as ${single}, a batch as ${batch}`, async (t) => {
    const { create, call, found } = await payUnder(t, { readings: { R6 } });
    const links = [await create(), await create(BATCH)];
    const [one, several] = await Promise.all(
      links.map(({ token }) => call(200, { url: `/v2/secure-payments/${token}`, headers: asPage })),
    );

    assert.equal(one?.amount, single);
    assert.deepEqual(several?.amounts, batch);
    assert.partialDeepStrictEqual(await found(), [
      { amount: single, paidAmount: single, receivedAmount: single },
    ]);
  });
}

for (const [R7, status] of [
  ["a", 200],
  ["b", 423],
] as const) {
  test(`R7=${R7} › a payment under way gets ${status}, a Safe's 423`, async (t) => {
    const { create, act, app, call } = startSandbox(t, { readings: { R7 } });
    const [plain, safe] = [await create(), await create()];
    await act(plain.token, "wallet", { userEvent: "payment_sent_to_wallet" });
    app.sandbox.pay(safe.token, { kind: "safe" });

    await call(status, { url: `/v2/secure-payments/${plain.token}`, headers: asPage });
    await call(423, { url: `/v2/secure-payments/${safe.token}`, headers: asPage });
  });
}

test("R8 › a cross-chain payment is detected by lifi; a failed final call has a note and is paid all the same", async (t) => {
  const reached = await payUnder(t, { how: CROSS_CHAIN });
  const noted = await payUnder(t, { how: CROSS_CHAIN, readings: { R8: "b" } });

  assert.partialDeepStrictEqual(await reached.read(), {
    payments: [{ detectionSource: "lifi", note: null }],
  });
  const read = await noted.read();
  assert.equal(read.hasBeenPaid, true);
  assert.match(JSON.stringify(read.payments), /"detectionSource":"lifi","note":"The route delivered/);
});

test("R9=a › a fee leg is not among the request ids and has no event", async (t) => {
  const scene = await payUnder(t, { sandbox: { feeBps: 10 } });

  const { events } = scene.app.sandbox.pay((await scene.create()).token);

  assert.equal(scene.link.requestIds.length, 1);
  assert.equal(events.length, 1);
});

test("R9=b › a fee leg follows the items in requestIds, and can be read", async (t) => {
  const { link, call, create } = await payUnder(t, { readings: { R9: "b" } });
  const open = await create();

  const leg = await call(200, { url: `/v2/request/${link.requestIds[1]}`, headers: asPage });
  const read = await call(200, { url: `/v2/secure-payments/${open.token}`, headers: asPage });
  const done = await call(409, { url: `/v2/secure-payments/${link.token}`, headers: asPage });

  assert.equal(link.requestIds.length, 2);
  assert.partialDeepStrictEqual(leg, { hasBeenPaid: true, requestAmount: "0.01" });
  assert.deepEqual(read.requestIds, open.requestIds);
  assert.equal(read.paymentType, "single");
  assert.equal((done.requestStatuses as object[]).length, 2);
});

test("R9=c › a fee leg has a payment.confirmed of its own under a foreign id", async (t) => {
  const { app, create } = await payUnder(t, { readings: { R9: "c" } });
  const { token, requestIds } = await create();

  const { events } = app.sandbox.pay(token);

  assert.equal(requestIds.length, 1);
  assert.deepEqual(
    events.map(({ event, amount }) => [event, amount]),
    [
      ["payment.confirmed", "10"],
      ["payment.confirmed", "0.01"],
    ],
  );
  assert.notEqual(events[1]?.requestId, requestIds[0]);
});

for (const [R10, payer, payee, paid, received] of [
  ["a", "0.01", "0.00", "10.01", "10"],
  ["b", "0.00", "0.01", "10", "9.99"],
  ["c", "0.01", "0.01", "10.01", "9.99"],
] as const) {
  test(`R10=${R10} › of a fee of 0.01 the payer bears ${payer} and the payee ${payee}`, async (t) => {
    const { call, read } = await payUnder(t, { readings: { R10 }, sandbox: { feeBps: 10 } });
    const made = await call(201, {
      method: "POST",
      url: "/v2/secure-payments",
      headers: asPage,
      payload: { requests: [{ amount: "10" }] },
    });

    const { payments, hasBeenPaid } = await read();

    assert.partialDeepStrictEqual(made.feePlan, { payerBorneFeesUsd: payer, payeeBorneFeesUsd: payee });
    assert.partialDeepStrictEqual(payments, [{ amount: "10", paidAmount: paid, receivedAmount: received }]);
    assert.equal(hasBeenPaid, true);
  });
}

test("R11=a › any amount but the exact one is refused, also by the page", async (t) => {
  const { app, create, call } = startSandbox(t, { readings: { R11: "a" } });
  const { token } = await create();

  for (const action of ["partial", "overpay"])
    await call(409, { method: "POST", url: `/sandbox/payments/${token}/${action}` });
  assert.throws(() => app.sandbox.pay(token, { amount: "9" }), { statusCode: 409 });
  assert.doesNotMatch((await app.inject(`/?token=${token}`)).body, /Pay half|Overpay/);
  assert.equal(app.sandbox.pay(token, { amount: "10" }).state.status, "completed");
});

test("R11=b › a part is told as payment.partial, and what is above the price as excessAmount", async (t) => {
  const { app, create } = startSandbox(t, { readings: { R11: "b" }, events: "current" });
  const { token } = await create();

  const part = app.sandbox.perform(token, "partial").events;
  const over = app.sandbox.perform(token, "overpay").events;

  assert.partialDeepStrictEqual(part, [{ event: "payment.partial", totalAmountPaid: "5" }]);
  assert.partialDeepStrictEqual(over, [{ event: "payment.confirmed", excessAmount: "1" }]);
});

test("R11=c › nothing is told before the sum suffices", async (t) => {
  const { app, create } = startSandbox(t, { readings: { R11: "c" }, events: "current" });
  const { token } = await create();

  const part = app.sandbox.perform(token, "partial").events;
  const rest = app.sandbox.pay(token).events;

  assert.deepEqual(part, []);
  assert.partialDeepStrictEqual(rest, [{ event: "payment.confirmed", amount: "5", totalAmountPaid: "10" }]);
});

test("R14=b › a merchant's Client ID may not read a link, and may all else", async (t) => {
  const { link, call, read } = await payUnder(t, { readings: { R14: "b" } });

  const refused = await call(401, { url: `/v2/secure-payments/${link.token}`, headers: asPage });

  assert.match(String(refused.message), /not authorized to access secure payment endpoints/);
  assert.equal((await read()).hasBeenPaid, true);
});

for (const [R16, foreign] of [
  ["a", 0],
  ["b", 1],
] as const) {
  test(`R16=${R16} › ${foreign} payments and requests of another merchant are found`, async (t) => {
    const { app, create, call } = startSandbox(t, { readings: { R16 } });
    app.sandbox.pay((await create({ requests: [{ amount: "1" }] }, asStranger)).token);
    const walletAddress = "0xbad0000000000000000000000000000000000bad";
    const totalOf = async (url: string, headers: Record<string, string>) =>
      (await call(200, { url, query: { walletAddress }, headers })).pagination as { total: number };

    assert.equal((await totalOf("/v2/payments", asPage)).total, foreign);
    assert.equal((await totalOf("/v2/request", asBackend)).total, foreign);
    assert.equal((await totalOf("/v2/request", asPage)).total, 0);
    assert.equal((await totalOf("/v2/request", asStranger)).total, 1);
  });
}
