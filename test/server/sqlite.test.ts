import assert from "node:assert/strict";
import { once } from "node:events";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, type TestContext, test } from "node:test";
import { Worker } from "node:worker_threads";
import { type Job, query } from "../../server/store/sql/job.ts";
import { StoreUnavailable } from "../../server/store/sql/store.ts";
import { openSqlite } from "../../server/store/sqlite/sqlite.ts";
import { temporaryFolder } from "../helpers/companion.ts";

function open(t: TestContext) {
  const path = join(temporaryFolder(t), "test.db");
  const store = openSqlite({ path, lockTimeoutMs: 60 });
  t.after(() => store.close());
  const other = new DatabaseSync(path);
  t.after(() => other.close());
  other.exec("CREATE TABLE notes (text TEXT NOT NULL)");
  return { path, store, other };
}

function* add(text: string): Job<string> {
  yield* query("INSERT INTO notes VALUES ($1)", text);
  return text;
}

function* addAndFail(text: string): Job<string> {
  yield* add(text);
  throw new RangeError("a fault of the job");
}

function* count(): Job<number> {
  const [row] = yield* query<{ count: number }>("SELECT count(*) AS count FROM notes");
  return row?.count ?? 0;
}

describe("openSqlite", () => {
  test("answers a write after another process can read it", async (t) => {
    const { store, other } = open(t);

    await store.write(() => add("a"));

    assert.deepEqual(
      other
        .prepare("SELECT text FROM notes")
        .all()
        .map((row) => ({ ...row })),
      [{ text: "a" }],
    );
  });

  test("commits what arrives together at once", async (t) => {
    const { store, other } = open(t);
    other.exec("PRAGMA wal_autocheckpoint = 0");
    const versionBefore = other.prepare("PRAGMA data_version").get() as { data_version: number };

    const results = await Promise.all(["a", "b", "c"].map((text) => store.write(() => add(text))));

    const versionAfter = other.prepare("PRAGMA data_version").get() as { data_version: number };
    assert.deepEqual(results, ["a", "b", "c"]);
    assert.equal(versionAfter.data_version, versionBefore.data_version + 1);
  });

  test("a job that fails leaves nothing behind and hurts nobody else", async (t) => {
    const { store } = open(t);

    const results = await Promise.allSettled([
      store.write(() => add("a")),
      store.write(() => addAndFail("b")),
      store.write(() => add("c")),
    ]);

    assert.deepEqual(
      results.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled"],
    );
    assert.ok((results[1] as PromiseRejectedResult).reason instanceof RangeError);
    assert.equal(await store.read(count), 2);
  });

  test("a database that another process has locked is unavailable, and comes back by itself", async (t) => {
    const { store, other } = open(t);
    other.exec("BEGIN IMMEDIATE");

    await assert.rejects(
      store.write(() => add("a")),
      StoreUnavailable,
    );
    other.exec("ROLLBACK");

    assert.equal(await store.write(() => add("b")), "b");
    assert.equal(await store.read(count), 1);
  });

  test("a full disk is unavailable, whole groups with it, and nothing is half-written", async (t) => {
    const { store } = open(t);
    const big = "x".repeat(200_000);
    await store.write(function* () {
      yield* query("PRAGMA max_page_count = 40");
    });

    const results = await Promise.allSettled([
      store.write(() => add(big)),
      store.write(() => add("small")),
      store.write(() => add(big)),
    ]);

    assert.deepEqual(
      results.map(({ status }) => status),
      ["rejected", "fulfilled", "rejected"],
    );
    assert.ok((results[0] as PromiseRejectedResult).reason instanceof StoreUnavailable);
    assert.equal(await store.read(count), 1);
  });

  test("a file that is gone takes no more writes", async (t) => {
    const { store, path } = open(t);
    renameSync(path, `${path}.away`);

    await assert.rejects(
      store.write(() => add("a")),
      StoreUnavailable,
    );
    renameSync(`${path}.away`, path);

    assert.equal(await store.write(() => add("b")), "b");
  });

  test("refuses a database of a newer release", (t) => {
    const path = join(temporaryFolder(t), "newer.db");
    const newer = new DatabaseSync(path);
    newer.exec(
      "CREATE TABLE schema_version (version INTEGER NOT NULL); INSERT INTO schema_version VALUES (999)",
    );
    newer.close();

    assert.throws(() => openSqlite({ path }), /newer release/);
  });

  test("waits at the start for another process that writes", async (t) => {
    const { path } = open(t);
    const release = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(
      `const { workerData: { path, release }, parentPort } = require("node:worker_threads");
       const db = new (require("node:sqlite").DatabaseSync)(path);
       db.exec("BEGIN IMMEDIATE"); parentPort.postMessage("locked");
       Atomics.wait(release, 0, 0, 300); db.exec("ROLLBACK"); db.close();`,
      { eval: true, workerData: { path, release } },
    );
    await once(worker, "message");

    const store = openSqlite({ path });
    t.after(() => store.close());

    assert.equal(await store.read(count), 0);
  });

  test("keeps what it has over a restart", async (t) => {
    const { store, path } = open(t);
    await store.write(() => add("a"));
    await store.close();

    const again = openSqlite({ path });
    t.after(() => again.close());

    assert.equal(await again.read(count), 1);
  });

  test("reads a column that another process has added since, with its name", async (t) => {
    const { store, other } = open(t);
    const all = () => query("SELECT * FROM notes");
    await store.write(() => add("a"));
    assert.deepEqual(await store.read(all), [{ text: "a" }]);

    other.exec("ALTER TABLE notes ADD COLUMN stars INTEGER NOT NULL DEFAULT 5");

    assert.deepEqual(await store.read(all), [{ text: "a", stars: 5 }]);
  });

  test("refuses what cannot be made durable", () => {
    assert.throws(() => openSqlite({ path: ":memory:" }), /not durable/);
  });
});
