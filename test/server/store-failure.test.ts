import assert from "node:assert/strict";
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, type TestContext, test } from "node:test";
import { openSqlite } from "../../server/store/sqlite/sqlite.ts";
import { openLinked, startCompanion, temporaryFolder } from "../helpers/companion.ts";
import { NOW, paymentEvent } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";

async function start(t: TestContext, lockTimeoutMs = 50) {
  const databasePath = join(temporaryFolder(t), "checkouts.db");
  const store = await openSqlite({ path: databasePath, lockTimeoutMs });
  const companion = await startCompanion(t, { store, clock: () => NOW });
  const { id, requestId } = await openLinked(companion);
  const deliver = () => companion.deliver(paymentEvent(requestId));
  const status = async () => (await companion.get(`/v1/checkouts/${id}`)).body.status;
  return { companion, databasePath, store, deliver, status };
}

describe("a store that cannot write", () => {
  // input: W26
  test("because another process has locked it › 503, and 200 as soon as it is free", async (t) => {
    const { databasePath, deliver, status } = await start(t);
    const other = new DatabaseSync(databasePath);
    t.after(() => other.close());
    other.exec("BEGIN IMMEDIATE");

    const refused = await deliver();
    other.exec("ROLLBACK");
    const taken = await deliver();

    assert.equal(refused.status, 503);
    assert.match(refused.headers.get("retry-after") ?? "", /^\d+$/);
    assert.equal(taken.status, 200);
    assert.equal(await status(), "paid");
  });

  // input: W26
  test("because the disk is full › 503 for all, nothing half-written, and 200 once there is room", async (t) => {
    const { companion, store, deliver, status } = await start(t);
    const pages = (count: number) => store.write((tx) => tx.query(`PRAGMA max_page_count = ${count}`));
    await pages(1);

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        companion.deliver({ event: "filler", index, text: "x".repeat(20_000) }),
      ),
    );
    await pages(1_000_000);
    const taken = await deliver();

    assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [503]);
    const [row] = await store.read((tx) =>
      tx.query<{ count: number }>("SELECT count(*) AS count FROM deliveries WHERE event = 'filler'"),
    );
    assert.equal(row?.count, 0);
    assert.equal(taken.status, 200);
    assert.equal(await status(), "paid");
  });

  test("because the log beside the file is gone › 503, since nobody could read it again", async (t) => {
    const { databasePath, deliver } = await start(t);
    rmSync(`${databasePath}-wal`);

    assert.equal((await deliver()).status, 503);
  });

  // input: W26
  test("because the file is gone › 503, and 200 once it is back", async (t) => {
    const { companion, databasePath, deliver, status } = await start(t);
    renameSync(databasePath, `${databasePath}.away`);

    const refused = await deliver();
    assert.equal((await companion.get("/readyz")).status, 503);
    assert.equal((await companion.get("/healthz")).status, 200);
    renameSync(`${databasePath}.away`, databasePath);
    const taken = await deliver();

    assert.equal(refused.status, 503);
    assert.equal(taken.status, 200);
    assert.equal(await status(), "paid");
  });
});

describe("a store that is behind", () => {
  test("turns status polls away, and takes webhooks still", async (t) => {
    const { companion, databasePath } = await start(t, 30_000);
    const other = new DatabaseSync(databasePath);
    t.after(() => other.close());
    other.exec("BEGIN IMMEDIATE");

    const deliveries = Array.from({ length: 600 }, (_, index) =>
      companion.deliver({ event: "filler", index }),
    );
    await eventually(
      "the queue to be long",
      async () => (await companion.get(`/v1/checkouts/${crypto.randomUUID()}`)).status === 503,
    );
    other.exec("ROLLBACK");

    assert.deepEqual([...new Set((await Promise.all(deliveries)).map(({ status }) => status))], [200]);
    assert.equal((await companion.get(`/v1/checkouts/${crypto.randomUUID()}`)).status, 404);
  });

  test("takes no more than it could write in time", async (t) => {
    const store = await openSqlite({ path: join(temporaryFolder(t), "checkouts.db") });
    t.after(() => store.close());
    const jobs = Array.from({ length: 6000 }, () => store.write((tx) => tx.query("SELECT 1")));

    const outcomes = await Promise.allSettled(jobs);

    assert.equal(outcomes.filter(({ status }) => status === "rejected").length, 1000);
  });
});
