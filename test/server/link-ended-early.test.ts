import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { buildSandbox } from "../../demo/sandbox/sandbox.ts";
import { purchase, SHOP, startCompanion } from "../helpers/companion.ts";
import { runOnBothEngines } from "../helpers/database.ts";
import { eventually } from "../helpers/eventually.ts";
import { UNLIMITED } from "../helpers/unlimited.ts";

runOnBothEngines();

const MINUTE = 60_000;

/** A checkout on a link that a page has created, and a clock that a test can put forward. */
async function start(t: TestContext, changes: Record<string, string> = {}) {
  let now = Date.now();
  const sandbox = buildSandbox({ ratePerSecond: 0 });
  t.after(() => sandbox.close());
  const apiUrl = await sandbox.listen({ host: "127.0.0.1", port: 0 });
  const companion = await startCompanion(t, {
    environment: {
      REQUEST_API_URL: apiUrl,
      REQUEST_CLIENT_ID: "cli_sandbox",
      REQUEST_ORIGIN: SHOP,
      ...changes,
    },
    limiter: UNLIMITED,
    reconciler: { backfillEveryMs: 1000 * MINUTE, idleMs: 10 },
    clock: () => now,
  });
  const post = (path: string, headers: Record<string, string>, body: object) =>
    fetch(apiUrl + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const created = await post(
    "/v2/secure-payments",
    { "x-client-id": "cli_sandbox", origin: SHOP },
    { requests: [{ amount: "10" }] },
  );
  const { feePlan: _, ...link } = (await created.json()) as Record<string, string>;
  const body = purchase({ link });
  assert.equal((await companion.open(body)).status, 201);
  return {
    companion,
    body,
    press: async (action: string) =>
      assert.equal((await post(`/sandbox/payments/${link.token}/${action}`, {}, {})).status, 200),
    later: (ms: number) => {
      now += ms;
    },
    read: async () => (await companion.get(`/v1/checkouts/${body.id}`)).body,
  };
}

/** Until the link's first reading has shown whose it is. */
function proven({ read }: Awaited<ReturnType<typeof start>>): Promise<void> {
  return eventually("the link is proven", async () => (await read()).securePaymentUrl !== null);
}

describe("a link that is ended before its time", () => {
  test("is over for a payer who is about to go there again", async (t) => {
    const world = await start(t);
    await proven(world);
    await world.press("expire");
    world.later(3000);

    const { status, body: checkout } = await world.companion.open(world.body);

    assert.equal(status, 200);
    assert.equal(checkout.status, "expired");
    assert.equal(checkout.securePaymentUrl, null);
  });

  test("is over for a payer who looks at it a while later", async (t) => {
    const world = await start(t);
    await proven(world);
    await world.press("expire");
    world.later(MINUTE);

    await world.read();

    await eventually("it is expired", async () => (await world.read()).status === "expired");
  });

  // input: W16
  test("is still paid by money that was on its way", async (t) => {
    const world = await start(t);
    await proven(world);
    await world.press("expire");
    world.later(3000);
    await world.companion.open(world.body);
    const requestId = world.body.link.requestIds[0] as string;

    await world.companion.deliver({
      event: "payment.confirmed",
      requestId,
      totalAmountPaid: "10",
      expectedAmount: "10",
      currency: "USDC-base",
      network: "base",
      timestamp: new Date().toISOString(),
    });

    assert.equal((await world.read()).status, "paid");
  });

  test("and one that is open are told apart: the open one stays", async (t) => {
    const world = await start(t);
    await proven(world);
    world.later(3000);

    const { body: checkout } = await world.companion.open(world.body);

    assert.equal(checkout.status, "pending");
  });

  test("is not taken for one where it is our credentials that are refused", async (t) => {
    const world = await start(t, { REQUEST_ORIGIN: "https://elsewhere.example" });
    await world.press("expire");
    world.later(3000);

    const { body: checkout } = await world.companion.open(world.body);

    assert.equal(checkout.status, "pending");
  });

  test("because it was paid is found paid", async (t) => {
    const world = await start(t);
    await proven(world);
    await world.press("pay");
    world.later(3000);

    await world.companion.open(world.body);

    await eventually("it is paid", async () => (await world.read()).status === "paid");
  });
});
