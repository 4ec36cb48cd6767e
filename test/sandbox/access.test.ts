import assert from "node:assert/strict";
import { test } from "node:test";
import { PAYEE, startSandbox } from "./harness.ts";
import { startReceiver, startWithWebhook } from "./webhook-harness.ts";

const PAYER = "0x5a4d000000000000000000000000000000c0ffee";
const SCREENED = { requests: [{ amount: "10" }], accessPolicy: { mode: "kyt_all_wallets" } };

test("KYT › an approved wallet is told by the link's token before the payment", async (t) => {
  const { app, create } = startSandbox(t, { events: "current", now: () => 0 });
  const { token } = await create(SCREENED);

  const [screened, confirmed] = app.sandbox.pay(token).events;

  assert.deepEqual(screened, {
    event: "kyt.screening.completed",
    paymentToken: token,
    clientId: "cli_sandbox",
    walletAddress: PAYER,
    eoaAddress: PAYER,
    status: "approved",
    provider: "hypernative",
    timestamp: "1970-01-01T00:00:00.000Z",
  });
  assert.equal(confirmed?.event, "payment.confirmed");
});

test("KYT › a rejection ends one wallet's attempt, and another wallet may pay", async (t) => {
  const receiver = await startReceiver(t);
  const { app, create } = startWithWebhook(t, receiver.url);
  const { token } = await create(SCREENED);

  assert.throws(() => app.sandbox.pay(token, { screening: "rejected" }), { statusCode: 403 });
  const [delivery] = await receiver.waitFor(1);

  assert.partialDeepStrictEqual(delivery?.event, { event: "kyt.screening.completed", status: "rejected" });
  assert.equal(app.sandbox.pay(token, { payer: PAYEE }).state.status, "completed");
});

test("/sandbox/screening › rejects a wallet from then on, and approves it again", async (t) => {
  const { app, create, call } = startSandbox(t);
  const screening = (status: string) =>
    call(200, { method: "POST", url: "/sandbox/screening", payload: { wallet: PAYER, status } });
  const { token } = await create(SCREENED);

  await screening("rejected");
  assert.throws(() => app.sandbox.pay(token), { statusCode: 403 });
  assert.throws(() => app.sandbox.pay(token, { kind: "smart-account" }), { statusCode: 403 });
  await screening("approved");

  assert.equal(app.sandbox.pay(token).state.status, "completed");
});

test("allowlist › names the connected wallet; another's attempt is told once in ten minutes", async (t) => {
  let nowMs = 0;
  const receiver = await startReceiver(t);
  const { app, create, attempts } = startWithWebhook(t, receiver.url, { now: () => nowMs });
  const { token, requestId } = await create({
    requests: [{ amount: "10" }],
    accessPolicy: { allowedPayerAddresses: [PAYER.toUpperCase().replace("0X", "0x")] },
  });
  const foreign = () => app.sandbox.pay(token, { payer: PAYEE });

  for (const at of [0, 599_999, 600_000]) {
    nowMs = at;
    assert.throws(foreign, { statusCode: 403 });
  }
  await attempts.waitFor(2);

  assert.equal(receiver.received.length, 2);
  assert.partialDeepStrictEqual(receiver.received[0]?.event, {
    event: "secure_payment.access_rejected",
    requestId,
    attemptedPayerWalletAddress: PAYEE.toLowerCase(),
  });
  assert.equal(app.sandbox.pay(token, { kind: "smart-account" }).state.status, "completed");
});

test("deliveries › of a payment can be lost, doubled or reversed", async (t) => {
  const receiver = await startReceiver(t);
  const { app, create } = startWithWebhook(t, receiver.url);
  const pay = async (deliveries: "lost" | "twice" | "reversed") => {
    const { token } = await create();
    return app.sandbox.pay(token, { deliveries }).delivered;
  };

  assert.deepEqual(await pay("lost"), []);
  assert.equal((await pay("twice")).length, 6);
  assert.deepEqual(await pay("reversed"), [true, true, true]);
  assert.equal(receiver.received.length, 9);
});
