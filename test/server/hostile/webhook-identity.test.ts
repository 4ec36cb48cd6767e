import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { openLinked, startCompanion } from "../../helpers/companion.ts";
import { runOnBothEngines } from "../../helpers/database.ts";
import { at, NOW, paymentEvent } from "../../helpers/events.ts";
import { eventually } from "../../helpers/eventually.ts";
import { NOTIFY_SECRET } from "../../helpers/outbox.ts";
import { startReceiver } from "../../helpers/receiver.ts";

runOnBothEngines();

const TOKEN = "a-token-that-is-long-enough";
const DELIVERY = "x-request-network-delivery";

/** A checkout, and what its merchant hears of it and sees of its history. */
async function start(t: TestContext) {
  const receiver = await startReceiver(t);
  const companion = await startCompanion(t, {
    clock: () => NOW,
    environment: { NOTIFY_URL: receiver.url, NOTIFY_SECRET, ADMIN_TOKEN: TOKEN },
    outbox: { pollMs: 20 },
  });
  const { id, requestId } = await openLinked(companion);
  const order = async () =>
    (await companion.get(`/v1/orders/${id}`, { authorization: `Bearer ${TOKEN}` })).body as {
      status: string;
      changes: unknown[];
      deliveries: unknown[];
      notifications: unknown[];
    };
  /** One change, one notification, once everything is sent; and as many deliveries as are different. */
  const isOneChange = async (deliveries: number) => {
    await eventually("the notification", async () => receiver.taken().length > 0);
    const { status, ...history } = await order();
    assert.equal(status, "paid");
    assert.deepEqual(
      [history.changes.length, history.notifications.length, history.deliveries.length],
      [1, 1, deliveries],
    );
    assert.equal(receiver.received.length, 1);
  };
  return { companion, event: paymentEvent(requestId), isOneChange };
}

describe("one event", () => {
  // input: W13
  test("that comes a hundred times at once, and again later, is one change and one notification", async (t) => {
    const { companion, event, isOneChange } = await start(t);
    const headers = { [DELIVERY]: "dlv_1" };

    const once = await Promise.all(Array.from({ length: 100 }, () => companion.deliver(event, headers)));
    const later = await companion.deliver(event, headers);

    assert.deepEqual([...new Set([...once, later].map(({ status }) => status))], [200]);
    await isOneChange(1);
  });

  // input: W12
  test("under new delivery ids, or under none, is known by its body", async (t) => {
    const { companion, event, isOneChange } = await start(t);

    for (const id of ["dlv_1", "dlv_2", "", "'; DROP TABLE deliveries; --", "x".repeat(5000)])
      assert.equal((await companion.deliver(event, { [DELIVERY]: id })).status, 200);
    assert.equal((await companion.deliver(event)).status, 200);

    await isOneChange(1);
  });

  // input: W12
  test("under the delivery id of another event is its own event", async (t) => {
    const { companion, event, isOneChange } = await start(t);
    const headers = { [DELIVERY]: "dlv_1" };

    await companion.deliver({ event: "something.else" }, headers);
    await companion.deliver(event, headers);

    await isOneChange(1);
  });

  // input: W13
  test("in all three variants is one change and one notification", async (t) => {
    const { companion, event, isOneChange } = await start(t);

    const variants = ["payment.confirmed", "payment.confirmed.client_id", "payment.confirmed.checkout"];
    const answers = await Promise.all(
      variants.map((name) => companion.deliver({ ...event, event: name, clientId: "cli_1" })),
    );

    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    await isOneChange(3);
  });
});

describe("what comes after the end", () => {
  const later: [string, Record<string, unknown>[], string][] = [
    [
      "a part after the whole",
      [{ event: "payment.partial", totalAmountPaid: "4", txHash: "0xAA00" }],
      "paid",
    ],
    ["a failure after the payment", [{ event: "payment.failed", timestamp: at(9) }], "paid"],
    ["a payment after its refund", [{ event: "payment.refunded", timestamp: at(60) }, {}], "refunded"],
    ["wallet telemetry after the payment", [{ event: "secure_payment.user_event", userEvent: "x" }], "paid"],
  ];
  for (const [name, events, expected] of later) {
    // input: W15
    test(`${name} leaves it ${expected}`, async (t) => {
      const companion = await startCompanion(t, { clock: () => NOW });
      const { id, requestId } = await openLinked(companion);

      for (const fields of [{}, ...events]) {
        const event = { ...paymentEvent(requestId), ...fields, round: crypto.randomUUID() };
        assert.equal((await companion.deliver(event)).status, 200);
      }

      assert.equal((await companion.get(`/v1/checkouts/${id}`)).body.status, expected);
    });
  }
});
