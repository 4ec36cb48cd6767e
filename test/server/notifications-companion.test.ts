import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { NotificationSchema } from "../../server/contract/contract.ts";
import { openLinked, purchase, startCompanion, type TestCompanion } from "../helpers/companion.ts";
import { at, type EventFields, NOW, paymentEvent, userEvent } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { startMailbox } from "../helpers/mailbox.ts";
import { HOUR, MINUTE, NOTIFY_SECRET } from "../helpers/outbox.ts";
import { startReceiver, status } from "../helpers/receiver.ts";

/** Nothing is sent by the clock alone: only what is kicked. */
const ONLY_KICKS = { pollMs: 3_600_000 };

async function start(t: TestContext, { outbox = ONLY_KICKS, now = NOW } = {}) {
  const receiver = await startReceiver(t);
  const time = { now };
  const companion = await startCompanion(t, {
    clock: () => time.now,
    environment: { NOTIFY_URL: receiver.url, NOTIFY_SECRET },
    outbox,
  });
  const taken = (count: number) =>
    eventually(`${count} are taken`, async () => receiver.taken().length >= count);
  return { companion, receiver, time, taken };
}

/** Six steps, each of which is news; what comes in between is not. */
function story(requestId: string): EventFields[] {
  const partial = { event: "payment.partial", amount: "2" };
  return [
    userEvent(requestId, "payment_approved_in_wallet"),
    paymentEvent(requestId, { ...partial, totalAmountPaid: "2", txHash: "0xAA01" }),
    paymentEvent(requestId, { ...partial, totalAmountPaid: "4", txHash: "0xAA02", timestamp: at(6) }),
    paymentEvent(requestId, { amount: "6", txHash: "0xAA03", timestamp: at(7) }),
    paymentEvent(requestId, { totalAmountPaid: "20", txHash: "0xAA04", timestamp: at(8) }),
    { event: "payment.refunded", requestId, timestamp: at(90) },
  ];
}
const STATUSES = ["processing", "partially_paid", "partially_paid", "paid", "paid", "refunded"];

async function deliver(companion: TestCompanion, events: readonly EventFields[]): Promise<void> {
  for (const event of events) assert.equal((await companion.deliver(event)).status, 200);
}

describe("the merchant's own system", () => {
  // input: C15
  test("hears of a payment at once, signed, in the contract's form", async (t) => {
    const { companion, receiver, taken } = await start(t, { now: Date.now() });
    const { id, requestId } = await openLinked(companion, { reference: "cart 7" });

    await companion.deliver(paymentEvent(requestId, { timestamp: new Date().toISOString() }));
    await taken(1);

    const [received] = receiver.received;
    const headers = received?.headers as Record<string, string>;
    const body = NotificationSchema.parse(new Webhook(NOTIFY_SECRET).verify(received?.body ?? "", headers));
    const { checkout, ...rest } = body.data;
    assert.equal(body.type, "checkout.paid");
    const { version: _, ...read } = (await companion.get(`/v1/checkouts/${id}`)).body;
    assert.deepEqual(checkout, read);
    assert.deepEqual(rest, {
      previousStatus: "pending",
      reference: "cart 7",
      referenceSource: "page",
      product: "sticker",
      quantity: 1,
      priceSource: "catalog",
      requestIds: [requestId],
      txHashes: ["0xaa01"],
    });
  });

  // input: W18
  test("hears of each change of status, amounts or reason once, in order, and of no duplicate", async (t) => {
    const { companion, receiver, taken } = await start(t);
    const { id, requestId } = await openLinked(companion);

    for (const event of story(requestId)) await deliver(companion, [event, event, { ...event, variant: 1 }]);
    await taken(6);
    await deliver(companion, story(requestId));
    const last = await openLinked(companion);
    await deliver(companion, [paymentEvent(last.requestId)]);
    await taken(7);

    const told = receiver.taken();
    assert.deepEqual(
      told.map(({ body }) => body.data.checkout.id),
      [...Array(6).fill(id), last.id],
    );
    assert.deepEqual(
      told.slice(0, 6).map(({ body }) => body.data.checkout.status),
      STATUSES,
    );
    assert.equal(new Set(told.map(({ id }) => id)).size, 7);
    assert.equal(receiver.received.length, 7);
  });

  test("an endpoint that fails for an hour hears of every change, in order, once it is over", async (t) => {
    const { companion, receiver, time, taken } = await start(t, { outbox: { pollMs: 5 } });
    receiver.answer = status(503);
    const checkouts = await Promise.all([1, 2, 3].map(() => openLinked(companion)));

    for (let minute = 0; minute < 60; minute += 1, time.now += MINUTE) {
      const step = minute % 10 === 0 ? minute / 10 : -1;
      await Promise.all(
        checkouts.map(({ requestId }) => deliver(companion, story(requestId).slice(step, step + 1))),
      );
      await companion.get("/healthz");
    }
    assert.deepEqual(receiver.taken(), []);
    const triedBefore = new Set(receiver.received.map(({ headers }) => headers["webhook-id"]));
    receiver.answer = status(200);
    time.now += HOUR;
    await taken(18);

    const told = receiver.taken();
    for (const { id } of checkouts) {
      const own = told.filter(({ body }) => body.data.checkout.id === id);
      assert.deepEqual(
        own.map(({ body }) => body.data.checkout.status),
        STATUSES,
      );
      assert.ok(triedBefore.has(own[0]?.id), "the first is the one that was tried before, under the same id");
    }
    assert.equal(told.length, 18);
  });

  test("hears of a payment that came before its registration", async (t) => {
    const { companion, receiver, taken } = await start(t, { outbox: { pollMs: 5 } });
    const body = purchase();

    await deliver(companion, [paymentEvent(body.link.requestIds[0] as string)]);
    assert.equal((await companion.open(body)).status, 201);
    await taken(1);

    assert.equal(receiver.taken()[0]?.body.type, "checkout.paid");
  });
});

describe("a merchant without a backend", () => {
  test("is written to only for what is to be acted on", async (t) => {
    const mailbox = await startMailbox(t);
    const companion = await startCompanion(t, {
      clock: () => NOW,
      environment: { SMTP_URL: mailbox.smtpUrl, NOTIFY_EMAIL: "merchant@shop.example" },
      outbox: ONLY_KICKS,
    });
    const whole = await openLinked(companion);
    const less = await openLinked(companion);

    await deliver(companion, story(whole.requestId));
    await eventually("three mails", async () => mailbox.mails.length === 3);
    await deliver(companion, [
      paymentEvent(less.requestId, { amount: "7", totalAmountPaid: "7", expectedAmount: "7" }),
    ]);
    await eventually("a fourth", async () => mailbox.mails.length === 4);

    assert.deepEqual(
      mailbox.mails.map(({ headers }) => headers.get("subject")),
      ["Paid", "Paid twice", "Refunded", "Needs review"].map(
        (words) => `${words}: 10 USDC-base, 1 × sticker`,
      ),
    );
  });
});
