import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { asBackend, asStranger, PAYEE, type Sandbox, startSandbox } from "./harness.ts";
import { requirePublishedAnswer } from "./published-schema.ts";

const SEARCH = "GET /v2/payments";
const NOON_MS = Date.UTC(2026, 7, 1, 12);

interface Found {
  amount: string;
  sourceTxHash: string;
  request: { requestId: string; paymentReference: string };
}

async function search(sandbox: Sandbox, query: Record<string, string>): Promise<Found[]> {
  const answer = await sandbox.call(200, { url: "/v2/payments", query, headers: asBackend });
  requirePublishedAnswer(SEARCH, 200, answer);
  return answer.payments as Found[];
}

const amounts = (found: Found[]) => found.map(({ amount }) => amount);

/** Three payments an hour apart: 1 to the merchant, 2 to a stranger, and 3 with a reference to the merchant. */
async function startWithPayments(t: TestContext): Promise<Sandbox> {
  let nowMs = NOON_MS;
  const sandbox = startSandbox(t, { now: () => nowMs });
  const pay = async (body: object, headers: Record<string, string>) => {
    const { token } = await sandbox.create(body, headers);
    await sandbox.act(token, "pay");
    nowMs += 3_600_000;
  };
  await pay({ requests: [{ amount: "1" }] }, asBackend);
  await pay({ requests: [{ amount: "2" }] }, asStranger);
  await pay({ requests: [{ amount: "3" }], reference: "INV-3" }, asBackend);
  return sandbox;
}

test("GET /v2/payments › each filter finds its own, newest first", async (t) => {
  const sandbox = await startWithPayments(t);
  const [newest] = await search(sandbox, { reference: "INV-3" });
  assert.ok(newest);

  assert.deepEqual(amounts(await search(sandbox, { walletAddress: PAYEE.toLowerCase() })), ["3", "1"]);
  assert.deepEqual(amounts(await search(sandbox, { requestId: newest.request.requestId })), ["3"]);
  assert.deepEqual(amounts(await search(sandbox, { paymentReference: newest.request.paymentReference })), [
    "3",
  ]);
  assert.deepEqual(amounts(await search(sandbox, { txHash: newest.sourceTxHash })), ["3"]);
  assert.deepEqual(amounts(await search(sandbox, { type: "direct" })), ["3", "2", "1"]);
  assert.deepEqual(amounts(await search(sandbox, { type: "crosschain" })), []);
  assert.deepEqual(amounts(await search(sandbox, { invoiceCurrency: "USDC-base" })), ["3", "2", "1"]);
  assert.deepEqual(amounts(await search(sandbox, { paymentCurrency: "USDT" })), []);
  assert.deepEqual(amounts(await search(sandbox, { fromDate: "2026-08-01T13:00:00.000Z" })), ["3", "2"]);
  assert.deepEqual(amounts(await search(sandbox, { toDate: "2026-08-01T13:00:00Z" })), ["2", "1"]);
  assert.deepEqual(amounts(await search(sandbox, { walletAddress: PAYEE, reference: "INV-1" })), []);
});

test("GET /v2/payments › the payer's wallet finds payments to every payee", async (t) => {
  const sandbox = await startWithPayments(t);

  const found = await search(sandbox, { walletAddress: "0x5a4d000000000000000000000000000000c0ffee" });

  assert.deepEqual(amounts(found), ["3", "2", "1"]);
});

test("GET /v2/payments › pages", async (t) => {
  const sandbox = await startWithPayments(t);
  const page = async (offset: string) => {
    const query = { type: "direct", limit: "2", offset };
    return sandbox.call(200, { url: "/v2/payments", query, headers: asBackend });
  };

  const first = await page("0");
  const second = await page("2");

  assert.deepEqual(amounts(first.payments as Found[]), ["3", "2"]);
  assert.deepEqual(first.pagination, { total: 3, limit: 2, offset: 0, hasMore: true });
  assert.deepEqual(amounts(second.payments as Found[]), ["1"]);
  assert.deepEqual(second.pagination, { total: 3, limit: 2, offset: 2, hasMore: false });
});

test("GET /v2/payments › a batch transaction is listed whole", async (t) => {
  const sandbox = startSandbox(t);
  const stranger = "0xbad0000000000000000000000000000000000bad";
  const item = (payee: string, amount: string) => ({ payee, amount, invoiceCurrency: "USDC-base" });
  const { token } = await sandbox.create({ requests: [item(PAYEE, "1"), item(stranger, "2")] }, asBackend);
  await sandbox.act(token, "pay");

  const found = await search(sandbox, { walletAddress: PAYEE });

  assert.deepEqual(amounts(found).toSorted(), ["1", "2"]);
});

const INVALID = {
  "no filter": [{}, "query"],
  "only paging": [{ limit: "5" }, "query"],
  "a date without a zone": [{ fromDate: "2026-08-01T12:00:00" }, "fromDate"],
  "a date with an offset": [{ toDate: "2026-08-01T12:00:00+02:00" }, "toDate"],
  "dates in the wrong order": [
    { fromDate: "2026-08-02T00:00:00Z", toDate: "2026-08-01T00:00:00Z" },
    "toDate",
  ],
  "a short hash": [{ txHash: "0x12" }, "txHash"],
  "no wallet": [{ walletAddress: "me" }, "walletAddress"],
  "an unknown type": [{ type: "gift" }, "type"],
  "a limit of 0": [{ type: "direct", limit: "0" }, "limit"],
  "a negative offset": [{ type: "direct", offset: "-1" }, "offset"],
} as const;

for (const [name, [query, field]] of Object.entries(INVALID)) {
  test(`GET /v2/payments › ${name} gets 400 that names the field`, async (t) => {
    const { call } = startSandbox(t);

    const answer = await call(400, { url: "/v2/payments", query, headers: asBackend });

    requirePublishedAnswer(SEARCH, 400, answer);
    assert.equal(answer.message, "Validation failed");
    assert.equal((answer.errors as { field: string }[])[0]?.field, field);
  });
}

test("GET /v2/payments › no credentials get 401", async (t) => {
  const { call } = startSandbox(t);

  requirePublishedAnswer(SEARCH, 401, await call(401, { url: "/v2/payments", query: { type: "direct" } }));
});
