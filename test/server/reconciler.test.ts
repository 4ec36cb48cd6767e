import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { buildSandbox } from "../../demo/sandbox/sandbox.ts";
import { ErrorBodySchema } from "../../server/contract/contract.ts";
import { purchase, SHOP, startCompanion, type TestCompanion } from "../helpers/companion.ts";
import { runOnBothEngines } from "../helpers/database.ts";
import { userEvent } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { UNLIMITED } from "../helpers/unlimited.ts";

runOnBothEngines();

const CLIENT_ID = { REQUEST_CLIENT_ID: "cli_sandbox", REQUEST_ORIGIN: SHOP };
const API_KEY = { REQUEST_API_KEY: "sk_sandbox" };

/** A companion and a sandbox whose webhooks all get lost, so that only reading can tell. */
async function start(t: TestContext, environment: Record<string, string>) {
  const sandbox = buildSandbox({ ratePerSecond: 0 });
  t.after(() => sandbox.close());
  const apiUrl = await sandbox.listen({ host: "127.0.0.1", port: 0 });
  const companion = await startCompanion(t, {
    environment: { REQUEST_API_URL: apiUrl, ...environment },
    limiter: UNLIMITED,
    reconciler: { backfillEveryMs: 50, idleMs: 10 },
  });
  const act = async (token: string, action: string, body = {}) => {
    const response = await fetch(`${apiUrl}/sandbox/payments/${token}/${action}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    assert.equal(response.status, 200, await response.text());
  };
  const createLink = async (clientId: string, amount = "10") => {
    const response = await fetch(`${apiUrl}/v2/secure-payments`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-client-id": clientId, origin: SHOP },
      body: JSON.stringify({ requests: [{ amount }] }),
    });
    const { requestIds, token, securePaymentUrl } = (await response.json()) as {
      requestIds: string[];
      token: string;
      securePaymentUrl: string;
    };
    return { requestIds, token, securePaymentUrl };
  };
  return { companion, act, createLink };
}

async function becomes(
  companion: TestCompanion,
  id: string,
  expected: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  let last: Record<string, unknown> = {};
  await eventually(`${id} to become ${JSON.stringify(expected)}`, async () => {
    last = (await companion.get(`/v1/checkouts/${id}`)).body;
    return Object.entries(expected).every(([name, value]) => last[name] === value);
  });
  return last;
}

const tokenOf = (url: unknown) => new URL(String(url)).searchParams.get("token") ?? "";

describe("a payment of which no delivery arrives", () => {
  for (const [name, environment] of Object.entries({ "an API key": API_KEY, "a Client ID": CLIENT_ID })) {
    test(`is found by the merchant's wallet, with ${name}`, async (t) => {
      const { companion, act } = await start(t, environment as Record<string, string>);
      const body = purchase({ link: undefined });
      const { body: opened } = await companion.open(body);

      await act(tokenOf(opened.securePaymentUrl), "pay");

      const { amountPaid } = await becomes(companion, body.id, { status: "paid" });
      assert.equal(amountPaid, "10");
    });
  }

  test("is found by its request where there is no wallet", async (t) => {
    let now = Date.now();
    const sandbox = buildSandbox({ ratePerSecond: 0 });
    t.after(() => sandbox.close());
    const apiUrl = await sandbox.listen({ host: "127.0.0.1", port: 0 });
    const companion = await startCompanion(t, {
      environment: { REQUEST_API_URL: apiUrl, REQUEST_PAYEE: "", ...API_KEY },
      clock: () => now,
      limiter: UNLIMITED,
      reconciler: { idleMs: 10 },
    });
    const body = purchase({ link: undefined });
    const { body: opened } = await companion.open(body);
    await fetch(`${apiUrl}/sandbox/payments/${tokenOf(opened.securePaymentUrl)}/overpay`, { method: "POST" });

    now += 60_000;

    await becomes(companion, body.id, { status: "paid", amountPaid: "11", excess: "1" });
  });

  test("in part is found with what has arrived", async (t) => {
    const { companion, act } = await start(t, API_KEY);
    const body = purchase({ link: undefined });
    const { body: opened } = await companion.open(body);

    await act(tokenOf(opened.securePaymentUrl), "partial", { amount: "4" });

    await becomes(companion, body.id, { status: "partially_paid", amountPaid: "4" });
  });
});

describe("a link that a browser has created", () => {
  test("is read by its token while it is open, and so proven", async (t) => {
    const { companion, act, createLink } = await start(t, CLIENT_ID);
    const link = await createLink("cli_sandbox");
    const body = purchase({ link });
    await companion.open(body);

    await becomes(companion, body.id, { securePaymentUrl: link.securePaymentUrl });
    await act(link.token, "pay");

    await becomes(companion, body.id, { status: "paid" });
  });

  test("and whose payment no delivery told of is found without a doubt in between", async (t) => {
    const token = "a-token-that-is-long-enough";
    const { companion, act, createLink } = await start(t, { ...API_KEY, ADMIN_TOKEN: token });
    const link = await createLink("cli_sandbox");
    const body = purchase({ link });
    await companion.open(body);
    await companion.deliver(userEvent(link.requestIds[0] as string, "wallet_connected"));

    await act(link.token, "pay");
    await becomes(companion, body.id, { status: "paid" });

    const { body: order } = await companion.get(`/v1/orders/${body.id}`, {
      authorization: `Bearer ${token}`,
    });
    assert.equal((order.changes as unknown[]).length, 1);
  });

  // input: C13
  test("of a stranger is refused before it is registered", async (t) => {
    const { companion, createLink } = await start(t, CLIENT_ID);
    const body = purchase({ link: await createLink("cli_stranger") });

    const { status, body: answer } = await companion.open(body);

    assert.equal(status, 409);
    assert.equal(ErrorBodySchema.parse(answer).error.code, "link_wrong_payee");
  });

  // input: W17
  test("for less than the price is refused before it is registered", async (t) => {
    const { companion, createLink } = await start(t, CLIENT_ID);
    const body = purchase({ link: await createLink("cli_sandbox", "0.01") });

    const { status, body: answer } = await companion.open(body);

    assert.equal(status, 409);
    assert.equal(ErrorBodySchema.parse(answer).error.code, "link_below_price");
  });
});
