import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { LinkFact } from "../../server/domain/facts.ts";
import { addFact } from "../helpers/add-fact.ts";
import { openLinked, startCompanion } from "../helpers/companion.ts";
import { at, NOW, PAYEE, paymentEvent, STRANGER } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { startMailbox } from "../helpers/mailbox.ts";
import { NOTIFY_SECRET } from "../helpers/outbox.ts";
import { startReceiver } from "../helpers/receiver.ts";

const READS = { REQUEST_CLIENT_ID: "client", REQUEST_API_KEY: "key" };

/** A companion with both channels; it may read Request Network, which answers nothing. */
async function start(t: TestContext, environment: Record<string, string> = READS) {
  const receiver = await startReceiver(t);
  const mailbox = await startMailbox(t);
  const companion = await startCompanion(t, {
    clock: () => NOW,
    environment: {
      NOTIFY_URL: receiver.url,
      NOTIFY_SECRET,
      SMTP_URL: mailbox.smtpUrl,
      NOTIFY_EMAIL: "merchant@shop.example",
      ...environment,
    },
    fetch: (url, init) =>
      String(url).startsWith(receiver.url)
        ? fetch(url, init)
        : Promise.resolve(new Response("{}", { status: 503 })),
    outbox: { pollMs: 3_600_000 },
  });
  return { companion, receiver, mailbox };
}

/** A read of the link as it was sold, or otherwise. */
function linkRead(requestId: string, fields: Partial<LinkFact> = {}): LinkFact {
  return {
    kind: "link",
    requestIds: [requestId],
    payee: PAYEE,
    amount: "10000000",
    currency: "USDC-base",
    ...fields,
  };
}

type Started = Awaited<ReturnType<typeof start>>;

/** What was sent for an order, once another order that is paid now was notified: nothing is under way then. */
async function sentFor({ id }: { id: string }, { companion, receiver, mailbox }: Started) {
  const last = await openLinked(companion);
  await addFact(companion, last, linkRead(last.requestId));
  await companion.deliver(paymentEvent(last.requestId, { securePaymentToken: last.token }));
  const sent = (order: { id: string }) => ({
    notifications: receiver.taken().filter(({ body }) => body.data.checkout.id === order.id),
    mails: mailbox.mails.filter(({ text }) => text.includes(order.id)),
  });
  await eventually("the last is notified", async () => sent(last).notifications.length > 0);
  await eventually("the last is mailed", async () => sent(last).mails.length > 0);
  return sent({ id });
}

const NOTHING = { notifications: [], mails: [] };

describe("money that nothing verifies", () => {
  test("sends nothing, and one notification once a read verifies it", async (t) => {
    const started = await start(t);
    const { companion } = started;
    const order = await openLinked(companion);

    await companion.deliver(paymentEvent(order.requestId));
    assert.equal((await companion.get(`/v1/checkouts/${order.id}`)).body.status, "processing");
    const before = await sentFor(order, started);
    await addFact(companion, order, linkRead(order.requestId));
    const after = await sentFor(order, started);

    assert.deepEqual(before, NOTHING);
    assert.deepEqual(
      after.notifications.map(({ body }) => [body.type, body.data.previousStatus]),
      [["checkout.paid", "pending"]],
    );
    assert.equal(after.mails.length, 1);
  });

  test("sends nothing where a read shows another payee", async (t) => {
    const started = await start(t);
    const { companion } = started;
    const order = await openLinked(companion);

    await companion.deliver(paymentEvent(order.requestId));
    await addFact(companion, order, linkRead(order.requestId, { payee: STRANGER }));

    assert.deepEqual((await companion.get(`/v1/checkouts/${order.id}`)).body.reason, "wrong_payee");
    assert.deepEqual(await sentFor(order, started), NOTHING);
  });

  test("with a hard label is mailed after a read, not before", async (t) => {
    const started = await start(t);
    const { companion } = started;
    const order = await openLinked(companion);

    await companion.deliver(
      paymentEvent(order.requestId, { currency: "FAU", paymentCurrency: "FAU", network: "sepolia" }),
    );
    assert.equal((await companion.get(`/v1/checkouts/${order.id}`)).body.status, "review");
    const before = await sentFor(order, started);
    await addFact(companion, order, linkRead(order.requestId, { currency: "FAU-sepolia" }));
    const after = await sentFor(order, started);

    assert.deepEqual(before.mails, []);
    assert.deepEqual(
      after.mails.map(({ headers }) => headers.get("subject")),
      ["Needs review: 10 USDC-base, 1 × sticker"],
    );
    assert.doesNotMatch(after.mails[0]?.text ?? "", /Received|back/);
  });

  test("with a hard label is mailed at once where no read is possible", async (t) => {
    const { companion, mailbox } = await start(t, {});
    const order = await openLinked(companion);

    await companion.deliver(paymentEvent(order.requestId, { payee: STRANGER, timestamp: at(1) }));

    await eventually("a mail", async () => mailbox.mails.some(({ text }) => text.includes(order.id)));
  });

  test("with a hard label is mailed where calibration finds that no read names a payee", async (t) => {
    const started = await start(t);
    const { companion } = started;
    const order = await openLinked(companion);
    await companion.deliver(paymentEvent(order.requestId, { payee: STRANGER }));

    await addFact(companion, order, { kind: "calibration", at: NOW, tokenReads: "open", namesPayee: false });
    assert.equal((await sentFor(order, started)).mails.length, 1);
  });
});
