import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { PAYEE, SHOP } from "./harness.ts";
import { startReceiver, startWithWebhook } from "./webhook-harness.ts";

const NOON_MS = Date.UTC(2026, 7, 1, 12);

/** The events that a merchant's webhook gets, by name, once so many have come. */
async function startListening(t: TestContext) {
  const receiver = await startReceiver(t);
  const sandbox = startWithWebhook(t, receiver.url, { now: () => NOON_MS });
  const eventsOf = async (count: number) => {
    const received = await receiver.waitFor(count);
    return received
      .map(({ event }) => event)
      .toSorted((a, b) => String(a.event).localeCompare(String(b.event)));
  };
  return { ...sandbox, eventsOf };
}

test("payment.confirmed › comes three times, each with all of the payment", async (t) => {
  const { create, act, eventsOf } = await startListening(t);
  const { token, requestId } = await create({ requests: [{ amount: "10" }], reference: "INV-1" });
  await act(token, "pay");

  const [base, checkout, clientId] = await eventsOf(3);

  assert.partialDeepStrictEqual(base, {
    event: "payment.confirmed",
    requestId,
    requestID: requestId,
    amount: "10",
    totalAmountPaid: "10",
    expectedAmount: "10",
    timestamp: "2026-08-01T12:00:00.000Z",
    payee: PAYEE,
    network: "base",
    currency: "USDC",
    paymentCurrency: "USDC",
    reference: "INV-1",
    explorer: `https://scan.request.network/request/${requestId}`,
    isCryptoToFiat: false,
    subStatus: "",
    fees: [],
  });
  assert.ok(base && !("excessAmount" in base) && !("clientId" in base));
  assert.match(String(base.txHash), /^0x[0-9a-f]{64}$/);
  assert.deepEqual(checkout, { ...base, event: "payment.confirmed.checkout" });
  assert.deepEqual(clientId, {
    ...base,
    event: "payment.confirmed.client_id",
    clientId: "cli_sandbox",
    origin: SHOP,
  });
});

test("payment.partial › comes three times, and the rest confirms the whole", async (t) => {
  const { create, act, eventsOf } = await startListening(t);
  const { token } = await create();
  await act(token, "partial");
  const [partial] = await eventsOf(3);
  await act(token, "pay");

  const [confirmed] = await eventsOf(6);

  assert.partialDeepStrictEqual(partial, {
    event: "payment.partial",
    amount: "5",
    totalAmountPaid: "5",
    expectedAmount: "10",
  });
  assert.partialDeepStrictEqual(confirmed, {
    event: "payment.confirmed",
    amount: "5",
    totalAmountPaid: "10",
  });
});

test("payment.confirmed › says what is above the price", async (t) => {
  const { create, act, eventsOf } = await startListening(t);
  const { token } = await create();
  await act(token, "overpay");

  const [confirmed] = await eventsOf(3);

  assert.partialDeepStrictEqual(confirmed, {
    amount: "11",
    totalAmountPaid: "11",
    expectedAmount: "10",
    excessAmount: "1",
  });
});

test("payment.failed and payment.refunded › come once each", async (t) => {
  const { create, act, eventsOf } = await startListening(t);
  const { token, requestId } = await create();
  await act(token, "fail");
  await act(token, "pay");
  await act(token, "refund");

  const events = await eventsOf(5);

  const named = (name: string) => events.filter(({ event }) => event === name);
  assert.partialDeepStrictEqual(named("payment.failed"), [
    { requestId, clientId: "cli_sandbox", payee: PAYEE },
  ]);
  assert.equal(named("payment.failed").length, 1);
  assert.partialDeepStrictEqual(named("payment.refunded"), [
    { requestId, refundAmount: "10", currency: "USDC" },
  ]);
  assert.equal(named("payment.refunded").length, 1);
});

test("payment.confirmed › a batch tells of each request by itself, in one transaction", async (t) => {
  const { create, act, eventsOf } = await startListening(t);
  const { token, requestIds } = await create({ requests: [{ amount: "10" }, { amount: "5" }] });
  await act(token, "pay");

  const events = (await eventsOf(6)).filter(({ event }) => event === "payment.confirmed");

  assert.deepEqual(new Set(events.map(({ requestId }) => requestId)), new Set(requestIds));
  assert.equal(new Set(events.map(({ txHash }) => txHash)).size, 1);
});

test("secure_payment.user_event › names token and requests, and the transaction that then settles", async (t) => {
  const { create, act, eventsOf } = await startListening(t);
  const { token, requestId } = await create();
  await act(token, "wallet", { userEvent: "payment_approved_in_wallet" });
  await act(token, "pay");

  const events = await eventsOf(4);

  const [confirmed] = events;
  assert.partialDeepStrictEqual(events.at(-1), {
    event: "secure_payment.user_event",
    userEvent: "payment_approved_in_wallet",
    securePaymentToken: token,
    requestId,
    requestIds: [requestId],
    occurredAt: "2026-08-01T12:00:00.000Z",
    properties: { payment_submission_id: confirmed?.txHash },
  });
});

test("secure_payment.user_event › of a batch names no single request", async (t) => {
  const { create, act, eventsOf } = await startListening(t);
  const { token, requestIds } = await create({ requests: [{ amount: "10" }, { amount: "5" }] });
  await act(token, "wallet", { userEvent: "wallet_connected" });

  const [event] = await eventsOf(1);

  assert.deepEqual(event?.requestIds, requestIds);
  assert.ok(event && !("requestId" in event));
});
