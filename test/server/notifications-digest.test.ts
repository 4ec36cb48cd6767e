import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { createDigest, type DigestJob } from "../../server/notifications/digest.ts";
import { openStore } from "../../server/store/open-store.ts";
import { openLinked, startCompanion } from "../helpers/companion.ts";
import { newDatabase, runOnBothEngines } from "../helpers/database.ts";
import { DAY, NOW, paymentEvent } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { startMailbox } from "../helpers/mailbox.ts";
import { HOUR, MINUTE } from "../helpers/outbox.ts";

runOnBothEngines();

const DASHBOARD = "https://pay.shop.example/dashboard";

/** A shop whose links cannot be read at the moment, and two companions on one store that look for a digest by hand. */
async function start(t: TestContext) {
  const time = { now: NOW };
  const databaseUrl = await newDatabase(t);
  const clock = () => time.now;
  const companion = await startCompanion(t, {
    databaseUrl,
    clock,
    environment: { REQUEST_CLIENT_ID: "client" },
    fetch: () => Promise.resolve(new Response("{}", { status: 503 })),
    expiryCheckMs: 5,
  });
  const stores = await Promise.all([1, 2].map(() => openStore({ url: databaseUrl })));
  t.after(() => Promise.all(stores.map((store) => store.close())));
  const digests = stores.map((store) => createDigest({ store, clock, dashboardUrl: DASHBOARD })) as [
    DigestJob,
    DigestJob,
  ];
  const payloads = async () => {
    const rows = await stores[0]?.read((tx) =>
      tx.query<{ payload: string }>("SELECT payload FROM notifications WHERE channel = 'email' ORDER BY seq"),
    );
    return (rows ?? []).map(({ payload }) => JSON.parse(payload));
  };
  /** Orders with money that nothing verifies, whose hour is over. */
  const waits = async (count: number) => {
    const orders = await Promise.all(
      Array.from({ length: count }, () => openLinked(companion, { reference: "evil.example" })),
    );
    const timestamp = new Date(time.now).toISOString();
    await Promise.all(
      orders.map(({ requestId }) => companion.deliver(paymentEvent(requestId, { timestamp }))),
    );
    time.now += HOUR;
    await eventually("they have a reason", async () => {
      const rows = await Promise.all(orders.map(({ id }) => companion.get(`/v1/checkouts/${id}`)));
      return rows.every(({ body }) => body.reason === "owner_unproven");
    });
  };
  return { companion, time, digests, payloads, waits };
}

describe("the daily digest", () => {
  test("counts each unverified order once, at most once a day, by one of two companions", async (t) => {
    const { time, digests, payloads, waits } = await start(t);
    const everyHour = async (hours: number) => {
      for (let hour = 0; hour < hours; hour += 1, time.now += HOUR)
        await Promise.all(digests.map((digest) => digest.run()));
    };

    await everyHour(3);
    assert.deepEqual(await payloads(), []);
    await waits(2);
    await everyHour(3);
    await waits(1);
    await everyHour(19);
    assert.equal((await payloads()).length, 1);
    await everyHour(72);

    assert.deepEqual(
      (await payloads()).map(({ newOrders, orders, url }) => [newOrders, orders, url]),
      [
        [2, 2, `${DASHBOARD}#/?show=unverified`],
        [1, 3, `${DASHBOARD}#/?show=unverified`],
      ],
    );
    assert.doesNotMatch(JSON.stringify(await payloads()), /evil/);
  });

  test("is for money that has been unverified for an hour", async (t) => {
    const { companion, time, digests, payloads } = await start(t);
    const { id, requestId } = await openLinked(companion);
    await companion.deliver(paymentEvent(requestId));

    time.now += HOUR - 1;
    await digests[0].run();
    assert.equal((await companion.get(`/v1/checkouts/${id}`)).body.reason, undefined);

    assert.deepEqual(await payloads(), []);
  });

  test("goes on where the leader has vanished", async (t) => {
    const { time, digests, payloads, waits } = await start(t);
    await digests[0].run();
    await waits(1);
    await digests[0].run();
    await waits(1);
    time.now += DAY;

    await digests[1].run();

    assert.deepEqual(
      (await payloads()).map(({ newOrders }) => newOrders),
      [1, 1],
    );
  });

  test("reaches the merchant as one plain mail with a link to the dashboard's list", async (t) => {
    const mailbox = await startMailbox(t);
    const time = { now: NOW };
    const companion = await startCompanion(t, {
      clock: () => time.now,
      environment: {
        REQUEST_CLIENT_ID: "client",
        SMTP_URL: mailbox.smtpUrl,
        NOTIFY_EMAIL: "merchant@shop.example",
        ADMIN_TOKEN: "a-token-that-is-long-enough",
        PUBLIC_URL: "https://pay.shop.example/",
      },
      fetch: () => Promise.resolve(new Response("{}", { status: 503 })),
      expiryCheckMs: 5,
      digestMs: 5,
      outbox: { pollMs: 5 },
    });
    const { id, requestId } = await openLinked(companion, { reference: "visit evil.example" });
    await companion.deliver(paymentEvent(requestId));
    time.now += HOUR + MINUTE;

    await eventually("a mail", async () => mailbox.mails.length > 0);

    const [mail] = mailbox.mails;
    assert.equal(mail?.headers.get("subject"), "Unverified: 1 order");
    assert.match(mail?.text ?? "", /^https:\/\/pay\.shop\.example\/dashboard#\/\?show=unverified$/m);
    assert.doesNotMatch(mail?.text ?? "", new RegExp(`evil|USDC|${id}|\\bback\\b`));
  });
});
