import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { FactBody } from "../../server/domain/facts.ts";
import { createBatcher } from "../../server/ledger/batch.ts";
import type { Item } from "../../server/ledger/item.ts";
import { createLedger } from "../../server/ledger/ledger.ts";
import { openStore } from "../../server/store/open-store.ts";
import { StoreUnavailableError } from "../../server/store/sql/store.ts";
import { openLinked, startCompanion } from "../helpers/companion.ts";
import { newDatabase, runOnBothEngines } from "../helpers/database.ts";
import { NOW, paymentEvent, userEvent } from "../helpers/events.ts";

runOnBothEngines();

const POLICY = {
  wallets: [],
  corroborate: false,
  canRead: false,
  canReadTokens: false,
  creation: { form: "bound" },
} as const;

/** A companion and a ledger of another process on its store. */
async function start(t: TestContext) {
  const databaseUrl = await newDatabase(t);
  const companion = await startCompanion(t, { databaseUrl, clock: () => NOW });
  const store = await openStore({ url: databaseUrl });
  t.after(() => store.close());
  const published: string[][] = [];
  const ledger = createLedger({
    store,
    context: () => ({ policy: POLICY, now: NOW, channels: ["webhook"] }),
    afterCommit: (ids) => published.push([...ids]),
  });
  const rows = (table: string) =>
    store.read((tx) => tx.query<{ cause: string; subject: string }>(`SELECT * FROM ${table} ORDER BY seq`));
  return { companion, ledger, published, rows };
}

function failure(subject: string, key: string, fact: FactBody = { kind: "failure" }): Item {
  return { facts: [{ subject, key, source: "delivery", fact }], from: { cause: "read" } };
}

describe("recordFacts", () => {
  test("folds an order once, whatever a batch states of it, and publishes it after the commit", async (t) => {
    const { companion, ledger, published, rows } = await start(t);
    const { id, requestId } = await openLinked(companion);
    const before = (await rows("changes")).length;

    const outcomes = await Promise.all(["a", "b", "c"].map((key) => ledger.record(failure(requestId, key))));

    assert.equal((await rows("changes")).length, before + 1);
    assert.equal((await rows("notifications")).length, 1);
    assert.deepEqual(published, [[id]]);
    assert.deepEqual(
      outcomes.map(({ orders }) => orders.map(({ after }) => after.status)),
      [["failed"], ["failed"], ["failed"]],
    );
  });

  test("a failing item fails alone, and the others of its batch are recorded", async (t) => {
    const { companion, ledger, rows } = await start(t);
    const { id, requestId } = await openLinked(companion);
    const broken = { ...failure(requestId, "b"), skips: () => assert.fail("a fault of the item") };

    const results = await Promise.allSettled([
      ledger.record(failure(requestId, "a")),
      ledger.record(broken),
      ledger.record(failure("unknown", "c")),
    ]);

    assert.deepEqual(
      results.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled"],
    );
    const subjects = (await rows("facts")).map(({ subject }) => subject);
    assert.deepEqual(subjects.sort(), [requestId, "unknown"].sort());
    assert.equal((await companion.get(`/v1/checkouts/${id}`)).body.status, "failed");
  });

  test("equal deliveries of one batch are stored once, and each is answered", async (t) => {
    const { companion, rows } = await start(t);
    const { requestId } = await openLinked(companion);
    const event = paymentEvent(requestId);
    const step = userEvent(requestId, "wallet_connected", { properties: { wallet_address_hashed: "a" } });

    const answers = await Promise.all(
      [event, step, event, step, event].map((body) => companion.deliver(body)),
    );

    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal((await rows("deliveries")).length, 2);
  });

  test("texts that only one engine could hold change nothing but themselves", async (t) => {
    const { companion, rows } = await start(t);
    const { id, requestId } = await openLinked(companion);
    const strange = ["a\0b", "\ud800", '{"a":["\\"', "a'b,{c}"];

    const answers = await Promise.all([
      ...strange.map((text) => companion.deliver({ event: "payment.failed", requestId: text })),
      companion.deliver(paymentEvent(requestId)),
    ]);

    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal((await rows("deliveries")).length, strange.length + 1);
    assert.equal((await companion.get(`/v1/checkouts/${id}`)).body.status, "paid");
  });
});

describe("createBatcher", () => {
  test("runs what waits together, and a second batch only where many wait", async () => {
    const sizes: number[] = [];
    const first = Promise.withResolvers<void>();
    const batcher = createBatcher<number, number>({
      atOnce: 2,
      async run(items) {
        sizes.push(items.length);
        if (sizes.length === 1) await first.promise;
        return items.map((item) => item * 2);
      },
    });
    const one = batcher.add(1);
    await new Promise((resolve) => setImmediate(resolve));
    const few = Array.from({ length: 3 }, (_, index) => batcher.add(index));
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(sizes, [1]);
    first.resolve();

    assert.deepEqual(await Promise.all([one, ...few]), [2, 0, 2, 4]);
    assert.deepEqual(sizes, [1, 3]);
  });

  test("refuses all who wait at once where the store is gone", async () => {
    let runs = 0;
    const batcher = createBatcher<number, number>({
      atOnce: 1,
      async run() {
        runs += 1;
        await new Promise((resolve) => setImmediate(resolve));
        throw new StoreUnavailableError("gone");
      },
    });
    const first = batcher.add(1);
    await new Promise((resolve) => setImmediate(resolve));

    const results = await Promise.allSettled([first, batcher.add(2), batcher.add(3)]);

    assert.equal(runs, 1);
    assert.ok(results.every((result) => result.status === "rejected"));
  });
});
