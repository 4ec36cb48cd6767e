import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { openStore } from "../../server/store/open-store.ts";
import { StoreUnavailableError } from "../../server/store/sql/store.ts";
import type { ReadTx, WriteTx } from "../../server/store/sql/transaction.ts";
import { newPostgres } from "../helpers/database.ts";
import { eventually } from "../helpers/eventually.ts";
import { administer, startPostgres } from "../helpers/postgres.ts";

async function open(t: TestContext) {
  const url = await newPostgres();
  const store = await openStore({ url });
  t.after(() => store.close());
  await administer(url, "CREATE TABLE notes (text TEXT NOT NULL UNIQUE, big BIGINT, body BYTEA)");
  return { url, store };
}

async function add(tx: WriteTx, text: string): Promise<string> {
  await tx.query("INSERT INTO notes (text) VALUES ($1)", text);
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

describe("openPostgres", () => {
  test("answers a write after another connection can read it", async (t) => {
    const { url, store } = await open(t);

    await store.write((tx) => add(tx, "a"));

    assert.deepEqual(await administer(url, "SELECT text FROM notes"), [{ text: "a" }]);
  });

  test("gives numbers and bytes back as SQLite does", async (t) => {
    const { store } = await open(t);
    const body = new Uint8Array([0, 1, 255]);
    await store.write((tx) =>
      tx.query("INSERT INTO notes VALUES ($1, $2, $3)", "a", 1_800_000_000_000, body),
    );

    const [row] = await store.read((tx) =>
      tx.query<{ big: number; body: Uint8Array }>("SELECT * FROM notes"),
    );

    assert.equal(row?.big, 1_800_000_000_000);
    assert.ok(row?.body instanceof Uint8Array);
    assert.deepEqual([...row.body], [0, 1, 255]);
  });

  test("keeps a text with a NUL in it, which PostgreSQL cannot hold, as nearly as it can", async (t) => {
    const { store } = await open(t);

    await store.write((tx) => add(tx, "a\0b"));

    assert.equal(
      (await store.read((tx) => tx.query("SELECT * FROM notes WHERE text = $1", "a\0b"))).length,
      1,
    );
  });

  test("a job that fails leaves nothing behind and hurts nobody else", async (t) => {
    const { store } = await open(t);

    const results = await Promise.allSettled([
      store.write((tx) => add(tx, "a")),
      store.write((tx) => addAndFail(tx, "b")),
      store.write((tx) => tx.query("SELECT nothing FROM nowhere")),
      store.write((tx) => add(tx, "c")),
    ]);

    assert.deepEqual(
      results.map(({ status }) => status),
      ["fulfilled", "rejected", "rejected", "fulfilled"],
    );
    assert.ok((results[1] as PromiseRejectedResult).reason instanceof RangeError);
    assert.doesNotMatch((results[2] as PromiseRejectedResult).reason.name, /StoreUnavailableError/);
    assert.equal(await store.read(count), 2);
  });

  test("jobs that lock a name take turns, so that each sees what the other did", async (t) => {
    const { store } = await open(t);
    async function addNext(tx: WriteTx): Promise<void> {
      await tx.lock(["next", "other"]);
      await add(tx, String(await count(tx)));
    }

    await Promise.all(Array.from({ length: 40 }, () => store.write(addNext)));

    assert.equal(await store.read(count), 40);
  });

  test("jobs that lock the same names in different orders do not wait for each other for ever", async (t) => {
    const { store } = await open(t);
    const names = ["a", "b", "c", "d"];
    async function addOne(tx: WriteTx, index: number): Promise<void> {
      await tx.lock([...names.slice(index % 4), ...names.slice(0, index % 4)]);
      await add(tx, String(index));
    }

    await Promise.all(Array.from({ length: 40 }, (_, index) => store.write((tx) => addOne(tx, index))));

    assert.equal(await store.read(count), 40);
  });

  test("jobs that block each other are run again, and end", async (t) => {
    const { url, store } = await open(t);
    await administer(url, "INSERT INTO notes (text, big) VALUES ('a', 0), ('b', 0)");
    const swap =
      (first: string, second: string) =>
      async (tx: WriteTx): Promise<void> => {
        for (const text of [first, second])
          await tx.query("UPDATE notes SET big = big + 1 WHERE text = $1", text);
      };

    await Promise.all(
      Array.from({ length: 2 }, (_, index) => store.write(index % 2 === 0 ? swap("a", "b") : swap("b", "a"))),
    );

    assert.deepEqual(await store.read((tx) => tx.query("SELECT big FROM notes")), [{ big: 2 }, { big: 2 }]);
  });

  test("goes on where a newer release has changed a table meanwhile", async (t) => {
    const { url, store } = await open(t);
    const all = (tx: ReadTx) => tx.query("SELECT * FROM notes");
    await store.write(all);

    await administer(url, "ALTER TABLE notes ADD COLUMN newer TEXT");

    assert.deepEqual(await store.write(all), []);
  });

  test("companions that start together make the schema once", async (t) => {
    const url = await newPostgres();

    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ url })));
    for (const store of stores) t.after(() => store.close());

    assert.deepEqual(await administer(url, "SELECT count(*)::int AS count FROM schema_version"), [
      { count: 1 },
    ]);
  });

  test("a companion that starts waits for one that migrates, however long that takes", async (t) => {
    const url = await newPostgres();
    await openStore({ url }).then((store) => store.close());
    // Every name is locked for two seconds, which is longer than a transaction waits.
    const migration = administer(
      url,
      "SELECT pg_advisory_xact_lock(29283, n), CASE n WHEN 4095 THEN pg_sleep(2) END FROM generate_series(0, 4095) AS n",
    );
    await eventually("the names to be locked", async () => {
      const [row] = await administer<{ held: boolean }>(
        url,
        "SELECT count(*) > 4000 AS held FROM pg_locks WHERE locktype = 'advisory' AND granted",
      );
      return row?.held === true;
    });

    const store = await openStore({ url });
    t.after(() => store.close());

    await migration;
  });

  test("refuses a database of a newer release", async () => {
    const url = await newPostgres();
    await openStore({ url }).then((store) => store.close());
    await administer(url, "UPDATE schema_version SET version = 999");

    await assert.rejects(openStore({ url }), /newer release/);
  });

  test("refuses a database that confirms what is not on disk", async () => {
    const url = await newPostgres();
    const name = new URL(url).pathname.slice(1);
    await administer(url, `ALTER DATABASE ${name} SET synchronous_commit = off`);

    await assert.rejects(openStore({ url }), /not durable here \(synchronous_commit is off\)/);
  });

  test("a database that becomes careless later takes no more writes over new connections", async (t) => {
    const { url, store } = await open(t);
    await administer(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET synchronous_commit = off`);
    await administer(
      url,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );

    await assert.rejects(
      store.write((tx) => add(tx, "a")),
      StoreUnavailableError,
    );
  });
});

describe("a server without fsync", () => {
  test("is refused", async (t) => {
    const careless = await startPostgres(["fsync=off"]);
    t.after(() => careless.remove());

    await assert.rejects(openStore({ url: careless.url }), /not durable here \(fsync is off\)/);
  });
});
