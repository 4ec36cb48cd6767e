import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { createWebhookSender } from "../../server/notifications/webhook.ts";
import { type Store, StoreUnavailableError } from "../../server/store/sql/store.ts";
import { outboxState, resendNotifications } from "../../server/store/tables/notifications.ts";
import { runOnBothEngines } from "../helpers/database.ts";
import { DAY, NOW } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { HOUR, MINUTE, NOTIFY_SECRET, startOutbox } from "../helpers/outbox.ts";
import { startReceiver, status } from "../helpers/receiver.ts";

runOnBothEngines();

async function start(t: TestContext, breakStore?: (store: Store) => Store) {
  const receiver = await startReceiver(t);
  const senders = (clock: () => number) => ({
    webhook: createWebhookSender({ url: receiver.url, secret: NOTIFY_SECRET, clock, timeoutMs: 5_000 }),
  });
  const box = await startOutbox(t, senders, breakStore);
  const ids = () => receiver.received.map(({ headers }) => headers["webhook-id"]);
  return { ...box, receiver, ids };
}

describe("the outbox", () => {
  test("sends what is pending, once", async (t) => {
    const { add, run, rows, ids, time, log } = await start(t);
    const id = await add("a");

    await run();
    time.now += 3 * DAY;
    await run();

    assert.deepEqual(ids(), [id]);
    const [row] = await rows();
    assert.deepEqual([row?.state, row?.attempts, row?.sent_at, row?.last_error], ["sent", 1, NOW, null]);
    assert.deepEqual([log.warnings.length, log.debugs.length], [0, 1]);
  });

  // input: R14
  test("tries again after a pause that grows, under the same id and with the time of the try", async (t) => {
    const { add, run, rows, receiver, ids, time } = await start(t);
    receiver.answer = status(500);
    const id = await add("a");

    for (const wait of [0, 4_999, 1, 9_999, 1, 20_000]) {
      time.now += wait;
      await run();
    }

    assert.deepEqual(ids(), [id, id, id, id]);
    assert.deepEqual(
      receiver.received.map(({ headers }) => Number(headers["webhook-timestamp"]) * 1000 - NOW),
      [0, 5_000, 15_000, 35_000],
    );
    assert.equal((await rows())[0]?.last_error, "the endpoint answered 500");
  });

  test("keeps the order of a checkout, and lets no other one wait for it", async (t) => {
    const { add, run, receiver, ids, time } = await start(t);
    const [a1, a2, b1] = [await add("a"), await add("a"), await add("b")];
    receiver.answer = (response, { headers }) =>
      void response.writeHead(headers["webhook-id"] === a1 ? 500 : 200).end();

    await run();
    assert.deepEqual(ids().sort(), [a1, b1]);
    const a3 = await add("a");
    time.now += 1000;
    await run();
    assert.equal(ids().length, 2);

    receiver.answer = status(200);
    time.now += 4000;
    await run();
    assert.deepEqual(ids().slice(2), [a1, a2, a3]);
  });

  test("sends for eight checkouts at a time", async (t) => {
    const { add, outbox, receiver } = await start(t);
    const held: (() => void)[] = [];
    receiver.answer = (response) => void held.push(() => response.end());
    for (let index = 0; index < 20; index += 1) await add(`checkout ${index}`);

    outbox.kick();
    for (let index = 0; index < 20; index += 1) {
      const inHand = Math.min(20, 8 + index);
      await eventually(`${inHand} have arrived`, async () => receiver.received.length === inHand);
      held[index]?.();
    }
    await outbox.settled();

    assert.equal(receiver.mostAtOnce, 8);
    assert.equal(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size, 20);
  });

  test("an endpoint that fails for three days is given up, and what waits behind goes on", async (t) => {
    const { add, run, rows, receiver, ids, time, log, store } = await start(t);
    receiver.answer = status(503);
    const first = await add("a");
    time.now += 2 * DAY;
    const second = await add("a");

    for (time.now = NOW; time.now < NOW + 3 * DAY; time.now += HOUR) await run();
    assert.deepEqual(new Set(ids()), new Set([first]));
    await run();

    assert.deepEqual(
      (await rows()).map(({ state }) => state),
      ["failed", "pending"],
    );
    assert.equal(ids().at(-1), second);
    assert.deepEqual(await store.read(outboxState), {
      pending: 1,
      oldestCreatedAt: NOW + 2 * DAY,
      failed: 1,
    });
    assert.match(JSON.stringify(log.warnings), /given up/);
    assert.doesNotMatch(JSON.stringify([log, await rows()]), new RegExp(NOTIFY_SECRET.slice(6, 30)));
  });

  test("what was given up or sent is sent again on demand, in order, with three days anew", async (t) => {
    const { add, run, rows, receiver, ids, time, store } = await start(t);
    const sent = await add("a");
    await run();
    receiver.answer = status(503);
    const failed = await add("a");
    const other = await add("b");
    for (let hours = 0; hours <= 73; hours += 1, time.now += HOUR) await run();
    receiver.received.length = 0;

    const count = await store.write((tx) => resendNotifications(tx, "a", time.now));
    await run();
    receiver.answer = status(200);
    time.now += 5_000;
    await run();

    assert.equal(count, 2);
    assert.deepEqual(ids(), [sent, sent, failed]);
    assert.deepEqual(
      (await rows()).map(({ id, state }) => [id, state]),
      [
        [sent, "sent"],
        [failed, "sent"],
        [other, "failed"],
      ],
    );
    assert.equal(await store.write((tx) => resendNotifications(tx, "nobody", time.now)), 0);
  });

  test("what was sent but not marked, as in a crash, is sent again under the same id", async (t) => {
    let writes = 0;
    const breakStore = (store: Store): Store => ({
      ...store,
      write: (job) => {
        writes += 1;
        return writes === 2
          ? Promise.reject(new StoreUnavailableError("the disk is full"))
          : store.write(job);
      },
    });
    const { add, run, rows, ids, time, log } = await start(t, breakStore);
    const id = await add("a");

    await run();
    assert.deepEqual([ids(), (await rows())[0]?.state], [[id], "pending"]);
    time.now += MINUTE;
    await run();

    assert.deepEqual([ids(), (await rows())[0]?.state], [[id, id], "sent"]);
    assert.match(JSON.stringify(log.warnings), /not written: it will be sent again/);
  });

  test("a store that cannot be written keeps everything back, and comes back by itself", async (t) => {
    const state = { full: true };
    const breakStore = (store: Store): Store => ({
      ...store,
      write: (job) =>
        state.full ? Promise.reject(new StoreUnavailableError("the disk is full")) : store.write(job),
    });
    const { add, run, ids } = await start(t, breakStore);
    const id = await add("a");

    await run();
    assert.deepEqual(ids(), []);
    state.full = false;
    await run();

    assert.deepEqual(ids(), [id]);
  });

  test("two outboxes on one store do not send the same thing twice", async (t) => {
    const { add, outbox, receiver, ids, store } = await start(t);
    const other = await start(t, () => store);
    const held: (() => void)[] = [];
    receiver.answer = (response) => void held.push(() => response.end());
    const first = await add("a");
    const second = await add("a");

    outbox.kick();
    await eventually("the first has arrived", async () => ids().length === 1);
    await other.run();
    assert.deepEqual(other.ids(), []);
    receiver.answer = status(200);
    held[0]?.();
    await outbox.settled();

    assert.deepEqual(ids(), [first, second]);
  });

  test("two outboxes that look at the same instant share what is due", async (t) => {
    const { add, outbox, ids, store } = await start(t);
    const other = await start(t, () => store);
    for (let index = 0; index < 5; index += 1) await add(`checkout ${index}`);

    outbox.kick();
    other.outbox.kick();
    await Promise.all([outbox.settled(), other.outbox.settled()]);

    assert.equal(ids().length + other.ids().length, 5);
  });

  test("what is sent again while it is on its way does not overtake itself", async (t) => {
    const { add, outbox, receiver, ids, store } = await start(t);
    const held: (() => void)[] = [];
    receiver.answer = (response) => void held.push(() => response.writeHead(500).end());
    const id = await add("a");
    outbox.kick();
    await eventually("it has arrived", async () => ids().length === 1);

    await store.write((tx) => resendNotifications(tx, "a", NOW));
    const other = await add("b");
    outbox.kick();
    await eventually("the other one has arrived", async () => ids().length === 2);
    assert.deepEqual(ids(), [id, other]);
    for (const release of held) release();
    await outbox.settled();
  });

  test("closing cuts off what hangs, and leaves it to the next start", async (t) => {
    const { add, outbox, receiver, rows } = await start(t);
    receiver.answer = () => {};
    await add("a");
    outbox.kick();
    await eventually("it has arrived", async () => receiver.received.length === 1);

    await outbox.close();

    const [row] = await rows();
    assert.deepEqual([row?.state, row?.next_try_at, row?.last_error], ["pending", NOW, null]);
  });
});
