import assert from "node:assert/strict";
import { once } from "node:events";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, type TestContext, test } from "node:test";
import { Worker } from "node:worker_threads";
import { StoreUnavailableError } from "../../server/store/sql/store.ts";
import type { ReadTx, WriteTx } from "../../server/store/sql/transaction.ts";
import { createRunner } from "../../server/store/sqlite/run.ts";
import { openSqlite } from "../../server/store/sqlite/sqlite.ts";
import { temporaryFolder } from "../helpers/companion.ts";

async function open(t: TestContext) {
  const path = join(temporaryFolder(t), "test.db");
  const store = await openSqlite({ path, lockTimeoutMs: 60 });
  t.after(() => store.close());
  const other = new DatabaseSync(path);
  t.after(() => other.close());
  other.exec("CREATE TABLE notes (text TEXT NOT NULL)");
  return { path, store, other };
}

async function add(tx: WriteTx, text: string): Promise<string> {
  await tx.query("INSERT INTO notes VALUES ($1)", text);
  return text;
}

async function addAndFail(tx: WriteTx, text: string): Promise<string> {
  await add(tx, text);
  throw new RangeError("a fault of the job");
}

async function count(tx: ReadTx): Promise<number> {
  const [row] = await tx.query<{ count: number }>("SELECT count(*) AS count FROM notes");
  return row?.count ?? 0;
}

describe("prepared statements", () => {
  test("stay prepared while they are used, however many others come and go", async (t) => {
    const db = new DatabaseSync(":memory:");
    t.after(() => db.close());
    const prepare = t.mock.method(db, "prepare");
    const run = createRunner(db);

    for (let index = 0; index < 1000; index += 1) {
      await run((tx) => tx.query("SELECT 1 AS often"));
      await run((tx) => tx.query(`SELECT ${index} AS seldom`));
    }

    const texts = prepare.mock.calls.map(({ arguments: [sql] }) => sql);
    assert.equal(texts.filter((sql) => sql.includes("often")).length, 1);
    assert.equal(texts.filter((sql) => sql === "SELECT 0 AS seldom").length, 1);
    await run((tx) => tx.query("SELECT 0 AS seldom"));
    assert.equal(prepare.mock.callCount(), 1002);
  });
});

describe("openSqlite", () => {
  test("answers a write after another process can read it", async (t) => {
    const { store, other } = await open(t);

    await store.write((tx) => add(tx, "a"));

    assert.deepEqual(
      other
        .prepare("SELECT text FROM notes")
        .all()
        .map((row) => ({ ...row })),
      [{ text: "a" }],
    );
  });

  test("commits what arrives together at once", async (t) => {
    const { store, other } = await open(t);
    other.exec("PRAGMA wal_autocheckpoint = 0");
    const versionBefore = other.prepare("PRAGMA data_version").get() as { data_version: number };

    const results = await Promise.all(["a", "b", "c"].map((text) => store.write((tx) => add(tx, text))));

    const versionAfter = other.prepare("PRAGMA data_version").get() as { data_version: number };
    assert.deepEqual(results, ["a", "b", "c"]);
    assert.equal(versionAfter.data_version, versionBefore.data_version + 1);
  });

  test("a job that fails leaves nothing behind and hurts nobody else", async (t) => {
    const { store } = await open(t);

    const results = await Promise.allSettled([
      store.write((tx) => add(tx, "a")),
      store.write((tx) => addAndFail(tx, "b")),
      store.write((tx) => add(tx, "c")),
    ]);

    assert.deepEqual(
      results.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled"],
    );
    assert.ok((results[1] as PromiseRejectedResult).reason instanceof RangeError);
    assert.equal(await store.read(count), 2);
  });

  test("a database that another process has locked is unavailable, and comes back by itself", async (t) => {
    const { store, other } = await open(t);
    other.exec("BEGIN IMMEDIATE");

    await assert.rejects(
      store.write((tx) => add(tx, "a")),
      StoreUnavailableError,
    );
    other.exec("ROLLBACK");

    assert.equal(await store.write((tx) => add(tx, "b")), "b");
    assert.equal(await store.read(count), 1);
  });

  test("a full disk is unavailable, whole groups with it, and nothing is half-written", async (t) => {
    const { store } = await open(t);
    const big = "x".repeat(200_000);
    await store.write(async (tx) => {
      await tx.query("PRAGMA max_page_count = 40");
    });

    const results = await Promise.allSettled([
      store.write((tx) => add(tx, big)),
      store.write((tx) => add(tx, "small")),
      store.write((tx) => add(tx, big)),
    ]);

    assert.deepEqual(
      results.map(({ status }) => status),
      ["rejected", "fulfilled", "rejected"],
    );
    assert.ok((results[0] as PromiseRejectedResult).reason instanceof StoreUnavailableError);
    assert.equal(await store.read(count), 1);
  });

  test("a file that is gone takes no more writes", async (t) => {
    const { store, path } = await open(t);
    renameSync(path, `${path}.away`);

    await assert.rejects(
      store.write((tx) => add(tx, "a")),
      StoreUnavailableError,
    );
    renameSync(`${path}.away`, path);

    assert.equal(await store.write((tx) => add(tx, "b")), "b");
  });

  test("refuses a database of a newer release", async (t) => {
    const path = join(temporaryFolder(t), "newer.db");
    const newer = new DatabaseSync(path);
    newer.exec(
      "CREATE TABLE schema_version (version INTEGER NOT NULL); INSERT INTO schema_version VALUES (999)",
    );
    newer.close();

    await assert.rejects(openSqlite({ path }), /newer release/);
  });

  test("waits at the start for another process that writes", async (t) => {
    const { path } = await open(t);
    const release = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(
      `const { workerData: { path, release }, parentPort } = require("node:worker_threads");
       const db = new (require("node:sqlite").DatabaseSync)(path);
       db.exec("BEGIN IMMEDIATE"); parentPort.postMessage("locked");
       Atomics.wait(release, 0, 0, 300); db.exec("ROLLBACK"); db.close();`,
      { eval: true, workerData: { path, release } },
    );
    await once(worker, "message");

    const store = await openSqlite({ path });
    t.after(() => store.close());

    assert.equal(await store.read(count), 0);
  });

  test("keeps what it has over a restart", async (t) => {
    const { store, path } = await open(t);
    await store.write((tx) => add(tx, "a"));
    await store.close();

    const again = await openSqlite({ path });
    t.after(() => again.close());

    assert.equal(await again.read(count), 1);
  });

  test("reads a column that another process has added since, with its name", async (t) => {
    const { store, other } = await open(t);
    const all = (tx: ReadTx) => tx.query("SELECT * FROM notes");
    await store.write((tx) => add(tx, "a"));
    assert.deepEqual(await store.read(all), [{ text: "a" }]);

    other.exec("ALTER TABLE notes ADD COLUMN stars INTEGER NOT NULL DEFAULT 5");

    assert.deepEqual(await store.read(all), [{ text: "a", stars: 5 }]);
  });

  test("refuses what cannot be made durable", async () => {
    await assert.rejects(openSqlite({ path: ":memory:" }), /not durable/);
  });
});
