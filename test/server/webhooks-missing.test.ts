import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { buildSandbox } from "../../demo/sandbox/sandbox.ts";
import { ADMIN_TOKEN, BEARER } from "../helpers/calibrating-companion.ts";
import { purchase, startCompanion } from "../helpers/companion.ts";
import { runOnBothEngines } from "../helpers/database.ts";
import { paymentEvent, userEvent } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { MINUTE } from "../helpers/outbox.ts";
import { UNLIMITED } from "../helpers/unlimited.ts";

runOnBothEngines();

interface Line {
  msg: string;
  code?: string;
  count?: number;
}

/** A companion and a sandbox whose webhooks go nowhere. */
async function start(t: TestContext) {
  const sandbox = buildSandbox({ ratePerSecond: 0 });
  t.after(() => sandbox.close());
  const apiUrl = await sandbox.listen({ host: "127.0.0.1", port: 0 });
  const time = { ahead: 0 };
  const lines: Line[] = [];
  const companion = await startCompanion(t, {
    environment: { REQUEST_API_URL: apiUrl, REQUEST_API_KEY: "sk_sandbox", CALIBRATE: "false", ADMIN_TOKEN },
    clock: () => Date.now() + time.ahead,
    limiter: UNLIMITED,
    reconciler: { backfillEveryMs: 50, idleMs: 10 },
    deliveryCheckMs: 20,
    logger: { level: "warn", stream: { write: (line: string) => void lines.push(JSON.parse(line)) } },
  });
  const payUnheard = async () => {
    const body = purchase({ link: undefined });
    const { body: opened } = await companion.open(body);
    const token = new URL(String(opened.securePaymentUrl)).searchParams.get("token");
    await fetch(`${apiUrl}/sandbox/payments/${token}/pay`, { method: "POST" });
    await eventually("it to be paid", async () => {
      const { body: read } = await companion.get(`/v1/checkouts/${body.id}`);
      return read.status === "paid";
    });
    const { body: order } = await companion.get(`/v1/orders/${body.id}`, BEARER);
    return (order.requestIds as string[])[0] as string;
  };
  const warned = async () => {
    const { body } = await companion.get("/v1/status", BEARER);
    return (body.warnings as { code: string; message: string }[]).find(
      ({ code }) => code === "webhooks_missing",
    );
  };
  return {
    companion,
    time,
    payUnheard,
    warned,
    said: () => lines.filter(({ code }) => code === "webhooks_missing"),
  };
}

describe("payments of which no webhook arrives", () => {
  test("are warned about after the attempts of a delivery are over, once a minute, with the likely cause", async (t) => {
    const { companion, time, payUnheard, warned, said } = await start(t);
    await payUnheard();
    await payUnheard();
    assert.equal(await warned(), undefined);

    time.ahead = 3 * MINUTE;

    await eventually("the warning", async () => (await warned()) !== undefined);
    assert.match(
      (await warned())?.message ?? "",
      /found 2 payments .*None has arrived since the start: compare the address/,
    );
    const metrics = await (await fetch(`${companion.url}/metrics`, { headers: BEARER })).text();
    assert.match(metrics, /^request_checkout_payments_without_webhook 2$/m);
    assert.match(metrics, /^request_checkout_warning\{code="webhooks_missing"\} 1$/m);
    assert.match(metrics, /^request_checkout_warning\{code="clock_skew"\} \d$/m);
    assert.deepEqual(
      said().map(({ count }) => count),
      [2],
    );
  });

  test("blame the secret where webhooks were refused, and an outage where others arrive", async (t) => {
    const { companion, time, payUnheard, warned } = await start(t);
    await payUnheard();
    await companion.deliver("{}", { "x-request-network-signature": "0".repeat(64) });
    time.ahead = 3 * MINUTE;
    await eventually("the warning", async () => (await warned()) !== undefined);
    assert.match((await warned())?.message ?? "", /REQUEST_WEBHOOK_SECRET/);

    await companion.deliver(userEvent("01ff", "wallet_connected"));

    assert.match((await warned())?.message ?? "", /Others arrive/);
  });

  test("are none once a webhook has come, and are forgotten after an hour", async (t) => {
    const { companion, time, payUnheard, warned } = await start(t);
    const heard = await payUnheard();
    await payUnheard();
    await companion.deliver(paymentEvent(heard));
    time.ahead = 3 * MINUTE;
    await eventually("the warning", async () => (await warned()) !== undefined);
    assert.match((await warned())?.message ?? "", /found 1 payment within/);

    time.ahead = 62 * MINUTE;

    await eventually("the warning to be over", async () => (await warned()) === undefined);
  });
});

test("webhooks that are all refused for their signature are a warning, until one is accepted or a while is over", async (t) => {
  const { companion, time } = await start(t);
  const isWarned = async () => {
    const { body } = await companion.get("/v1/status", BEARER);
    return (body.warnings as { code: string }[]).some(({ code }) => code === "signatures_refused");
  };
  const forge = (headers: Record<string, string>) => companion.deliver("{}", headers);
  for (let count = 0; count < 3; count += 1) await forge({ "x-request-network-signature": "" });
  assert.equal(await isWarned(), false);

  for (let count = 0; count < 3; count += 1) await forge({ "x-request-network-signature": "0".repeat(64) });
  assert.equal(await isWarned(), true);

  time.ahead += 16 * MINUTE;
  assert.equal(await isWarned(), false);
  time.ahead -= 16 * MINUTE;
  assert.equal(await isWarned(), true);
  await companion.deliver(userEvent("01ff", "wallet_connected"));
  assert.equal(await isWarned(), false);
});
