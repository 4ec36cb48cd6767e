import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { startCluster } from "../helpers/cluster.ts";
import { openLinked, purchase, type TestCompanion } from "../helpers/companion.ts";
import { at, type EventFields, NOW, paymentEvent, userEvent } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { NOTIFY_SECRET } from "../helpers/outbox.ts";
import { administer } from "../helpers/postgres.ts";
import { startReceiver } from "../helpers/receiver.ts";
import { scaled } from "../helpers/scale.ts";
import { shared } from "../helpers/shared.ts";

/** A payment in two parts, in the order in which it happened. */
function story(requestId: string): EventFields[] {
  const partial = { event: "payment.partial", amount: "4", totalAmountPaid: "4", txHash: "0xAA01" };
  const confirmed = { amount: "6", txHash: "0xAA02", timestamp: at(6) };
  return [
    userEvent(requestId, "payment_approved_in_wallet"),
    paymentEvent(requestId, partial),
    { event: "payment.failed", requestId, timestamp: at(4) },
    paymentEvent(requestId, confirmed),
    paymentEvent(requestId, { ...confirmed, event: "payment.confirmed.client_id", clientId: "cli_sandbox" }),
    { event: "payment.refunded", requestId, timestamp: at(90) },
  ];
}

const NAMES_NO_REQUEST = { requestId: undefined, requestIds: undefined };

const clock = () => NOW;

async function seenBy(companion: TestCompanion, id: string) {
  const { body } = await companion.get(`/v1/checkouts/${id}`);
  const { id: _, securePaymentUrl, version: __, ...rest } = body;
  return { ...rest, isOpen: securePaymentUrl !== null };
}

describe("four companions on one PostgreSQL", () => {
  const cluster = shared((t) => startCluster(t, { clock }));

  test("a registration and its event at the same instant on two of them always count", async () => {
    const { any } = cluster();

    for (let round = 0; round < scaled(2, 6); round += 1) {
      const bodies = Array.from({ length: 40 }, () => purchase());
      await Promise.all(
        bodies.flatMap((body, index) => {
          const register = () => any().open(body);
          const deliver = () => any().deliver(paymentEvent(body.link.requestIds[0] as string));
          return index % 2 === 0 ? [register(), deliver()] : [deliver(), register()];
        }),
      );
      const answers = await Promise.all(bodies.map(({ id }) => any().get(`/v1/checkouts/${id}`)));
      assert.deepEqual([...new Set(answers.map(({ body }) => body.status))], ["paid"]);
    }
  });

  test("one that names the request and one that names the link at the same instant both count", async () => {
    const { any } = cluster();

    for (let round = 0; round < scaled(2, 6); round += 1) {
      const opened = await Promise.all(Array.from({ length: 20 }, () => openLinked(any())));
      await Promise.all(
        opened.flatMap(({ requestId, token }) => [
          any().deliver(paymentEvent(requestId)),
          any().deliver(
            userEvent("", "wallet_connected", { ...NAMES_NO_REQUEST, securePaymentToken: token }),
          ),
        ]),
      );
      const answers = await Promise.all(opened.map(({ id }) => any().get(`/v1/checkouts/${id}`)));
      assert.deepEqual([...new Set(answers.map(({ body }) => body.status))], ["paid"]);
    }
  });

  test("all parts of a payment at the same instant end as they do one by one", async () => {
    const { any } = cluster();
    const inOrder = await openLinked(any());
    for (const event of story(inOrder.requestId).slice(0, 5)) await any().deliver(event);
    const expected = await seenBy(any(), inOrder.id);

    for (let round = 0; round < scaled(2, 8); round += 1) {
      const opened = await Promise.all(Array.from({ length: 8 }, () => openLinked(any())));
      const events = opened.flatMap(({ requestId }) => story(requestId).slice(0, 5));
      const answers = await Promise.all(events.map((event) => any().deliver(event)));
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
      for (const { id } of opened) assert.deepEqual(await seenBy(any(), id), expected);
    }
  });

  test("any part of a story, in any order, with duplicates and its registration anywhere, ends the same for all", async () => {
    const { any, companions } = cluster();
    const arrivals = fc
      .tuple(fc.subarray([0, 1, 2, 3, 4, 5]), fc.integer({ min: 0, max: 3 }))
      .chain(([kept, copies]) =>
        fc.shuffledSubarray([...kept, ...kept.slice(0, copies), -1], {
          minLength: kept.length + Math.min(copies, kept.length) + 1,
        }),
      );

    await fc.assert(
      fc.asyncProperty(arrivals, async (indices) => {
        const inOrder = await openLinked(any());
        for (const index of [...new Set(indices)].filter((index) => index >= 0).sort())
          await any().deliver(story(inOrder.requestId)[index] as EventFields);
        const shuffled = purchase();
        const events = story(shuffled.link.requestIds[0] as string);

        const answers = await Promise.all(
          indices.map((index) =>
            index < 0 ? any().open(shuffled) : any().deliver(events[index] as EventFields),
          ),
        );

        assert.ok(answers.every(({ status }) => status === 200 || status === 201));
        const expected = await seenBy(any(), inOrder.id);
        for (const companion of companions) assert.deepEqual(await seenBy(companion, shuffled.id), expected);
      }),
      { numRuns: scaled(5, 25) },
    );
  });

  test("each change is told once, and in order", async (t) => {
    const receiver = await startReceiver(t);
    const environment = { NOTIFY_URL: receiver.url, NOTIFY_SECRET };
    const { any, databaseUrl } = await startCluster(t, { clock, environment, outbox: { pollMs: 50 } });
    const opened = await Promise.all(Array.from({ length: 12 }, () => openLinked(any())));

    for (const index of [0, 1, 3, 5])
      await Promise.all(
        opened.flatMap(({ requestId }) => {
          const event = story(requestId)[index] as EventFields;
          return [any().deliver(event), any().deliver(event)];
        }),
      );
    const waiting = () =>
      administer(databaseUrl, "SELECT 1 FROM notifications WHERE state <> 'sent' OR attempts <> 1");
    await eventually("all to be told", async () => (await waiting()).length === 0);

    assert.equal(receiver.received.length, 12 * 4);
    for (const { id } of opened) {
      const told = receiver.taken().filter(({ body }) => body.data.checkout.id === id);
      assert.deepEqual(
        told.map(({ body }) => body.data.checkout.status),
        ["processing", "partially_paid", "paid", "refunded"],
      );
    }
  });
});
