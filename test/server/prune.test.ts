import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { pruneCheckouts } from "../../server/operations/prune.ts";
import { deleteOldest } from "../../server/operations/retention.ts";
import { openStore } from "../../server/store/open-store.ts";
import type { WriteTx } from "../../server/store/sql/transaction.ts";
import { ADMIN_TOKEN, BEARER } from "../helpers/calibrating-companion.ts";
import { openLinked, startCompanion } from "../helpers/companion.ts";
import { newDatabase, runOnBothEngines } from "../helpers/database.ts";
import { DAY, NOW, paymentEvent, userEvent } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";

runOnBothEngines();

async function start(t: TestContext, environment: Record<string, string> = {}) {
  const databaseUrl = await newDatabase(t);
  const store = await openStore({ url: databaseUrl });
  const time = { now: NOW };
  const options = {
    store,
    clock: () => time.now,
    expiryCheckMs: 20,
    environment: { ADMIN_TOKEN, ...environment },
  };
  const companion = await startCompanion(t, options);
  const rows = async (table: string) =>
    (await store.read((tx) => tx.queryOne<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)))
      ?.count;
  const statusOf = async (id: string) => {
    const { status, body } = await companion.get(`/v1/orders/${id}`, BEARER);
    return status === 200 ? body.status : status;
  };
  const expire = async (id: string) => {
    time.now += 8 * DAY;
    await eventually("it to expire", async () => (await statusOf(id)) === "expired");
  };
  return { companion, databaseUrl, store, time, rows, statusOf, expire };
}

describe("pruning", () => {
  test("deletes what expired long ago, unpaid and never followed, with all that is known of it", async (t) => {
    const { companion, store, time, rows, statusOf, expire } = await start(t);
    const { id } = await openLinked(companion);
    await expire(id);

    assert.equal(await pruneCheckouts(store, time.now - DAY), 0);
    assert.equal(await pruneCheckouts(store, time.now + 1), 1);

    assert.equal(await statusOf(id), 404);
    assert.deepEqual([await rows("checkouts"), await rows("facts"), await rows("changes")], [0, 0, 0]);
  });

  test("keeps what was followed, paid, or is open", async (t) => {
    const { companion, store, time, statusOf, expire } = await start(t);
    const followed = await openLinked(companion);
    const paid = await openLinked(companion);
    await companion.deliver(userEvent(followed.requestId, "wallet_connected"));
    await companion.deliver(paymentEvent(paid.requestId));
    const before = await statusOf(paid.id);
    await expire(followed.id);
    const open = await openLinked(companion);

    assert.equal(await pruneCheckouts(store, time.now + 100 * DAY), 0);

    assert.deepEqual(
      [await statusOf(followed.id), await statusOf(paid.id), await statusOf(open.id)],
      ["expired", before, "pending"],
    );
  });

  test("keeps what is known of a request id that another checkout claims", async (t) => {
    const { companion, store, time, rows, statusOf, expire } = await start(t);
    const first = await openLinked(companion);
    await expire(first.id);
    const second = await openLinked(companion);
    await store.write((tx) =>
      tx.query("UPDATE checkouts SET request_id = $1 WHERE id = $2", first.requestId, second.id),
    );
    const facts = await rows("facts");

    assert.equal(await pruneCheckouts(store, time.now + 1), 1);

    assert.equal(await rows("facts"), facts);
    assert.equal(await statusOf(second.id), "pending");
  });

  test("passes over an odd row", async (t) => {
    const { companion, store, time, rows, expire } = await start(t);
    const odd = await openLinked(companion);
    const { id } = await openLinked(companion);
    await expire(id);
    await store.write((tx) => tx.query("UPDATE checkouts SET expires_at = $1 WHERE id = $2", 9e15, odd.id));

    assert.equal(await pruneCheckouts(store, time.now + 1), 1);
    assert.equal(await rows("checkouts"), 1);
  });

  test("runs by itself after RETAIN_UNPAID_DAYS", async (t) => {
    const { companion, databaseUrl, time, expire } = await start(t);
    const { id } = await openLinked(companion);
    await expire(id);
    time.now += 4 * DAY;

    const { get } = await startCompanion(t, {
      databaseUrl,
      clock: () => time.now,
      environment: { ADMIN_TOKEN, RETAIN_UNPAID_DAYS: "3" },
    });

    await eventually("it to be gone", async () => (await get(`/v1/orders/${id}`, BEARER)).status === 404);
  });
});

describe("retention of deliveries", () => {
  const insert = (receivedAt: number, count: number) => async (tx: WriteTx) => {
    for (let at = 0; at < count; at += 1)
      await tx.query(
        "INSERT INTO deliveries (key, received_at, test, state, body) VALUES ($1, $2, 0, 'recorded', $3)",
        `${receivedAt} ${at}`,
        receivedAt,
        Buffer.from("{}"),
      );
  };

  test("is not stopped by rows that a clock ahead has stored", async (t) => {
    const { store, rows } = await start(t);
    const step = { before: NOW, now: NOW + DAY };
    await store.write(insert(NOW + 4000 * DAY, 600));
    await store.write(insert(NOW - DAY, 1));
    await store.write(insert(NOW + 1, 1));

    const first = await store.write((tx) => deleteOldest(tx, { ...step, after: 0 }));
    const second = await store.write((tx) => deleteOldest(tx, { ...step, after: first.next ?? 0 }));

    assert.equal(second.next, undefined);
    assert.equal(second.count, 101);
    assert.equal(await rows("deliveries"), 501);
  });

  test("deletes an odd row with those around it", async (t) => {
    const { store, rows } = await start(t);
    await store.write(insert(NOW + 4000 * DAY, 1));
    await store.write(insert(NOW - DAY, 700));
    await store.write(insert(NOW + 1, 1));

    let after: number | undefined = 0;
    while (after !== undefined) {
      const from: number = after;
      ({ next: after } = await store.write((tx) =>
        deleteOldest(tx, { before: NOW, now: NOW + DAY, after: from }),
      ));
    }

    assert.equal(await rows("deliveries"), 1);
  });
});
