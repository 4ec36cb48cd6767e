import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { backupDatabase } from "../../server/operations/backup.ts";
import { openSqlite } from "../../server/store/sqlite/sqlite.ts";
import { temporaryFolder } from "../helpers/companion.ts";

/** Adds that many facts to the file of a companion that runs. */
async function fill(t: TestContext, path: string, count: number) {
  const store = await openSqlite({ path });
  t.after(() => store.close());
  const rows = Array.from({ length: count }, (_, index) => [`subject ${index}`, "x".repeat(200)]);
  const insert =
    "INSERT INTO facts (subject, key, source, seen_at, fact) VALUES ($1, 'k', 'delivery', 0, $2)";
  await store.write((tx) => tx.queryEach(insert, ["text", "text"], rows));
  return store;
}

/** A folder that holds copies of a file and of a log. */
function restore(t: TestContext, { file, log }: { file: string; log: string }): string {
  const path = join(temporaryFolder(t), "checkouts.db");
  copyFileSync(file, path);
  copyFileSync(log, `${path}-wal`);
  return path;
}

async function countFacts(t: TestContext, path: string) {
  const store = await openSqlite({ path });
  t.after(() => store.close());
  return store.read((tx) => tx.queryOne<{ count: number }>("SELECT count(*) AS count FROM facts"));
}

async function open(t: TestContext, path: string): Promise<void> {
  const store = await openSqlite({ path });
  t.after(() => store.close());
}

describe("a file beside a -wal", () => {
  test("of its own, as a killed companion leaves it › keeps everything", async (t) => {
    const file = join(temporaryFolder(t), "live.db");
    await fill(t, file, 500);

    assert.equal((await countFacts(t, restore(t, { file, log: `${file}-wal` })))?.count, 500);
  });

  test("of another database › is refused, and neither is changed", async (t) => {
    const [file, other] = [join(temporaryFolder(t), "a.db"), join(temporaryFolder(t), "b.db")];
    const store = await fill(t, file, 2000);
    await store.close();
    await fill(t, other, 300);
    const path = restore(t, { file, log: `${other}-wal` });
    const before = [readFileSync(path), readFileSync(`${path}-wal`)];

    await assert.rejects(open(t, path), /-wal do not belong together/);

    assert.deepEqual([readFileSync(path), readFileSync(`${path}-wal`)], before);
  });

  test("of another database, of which it has but a few pages › is refused", async (t) => {
    const [file, other] = [join(temporaryFolder(t), "a.db"), join(temporaryFolder(t), "b.db")];
    const store = await fill(t, file, 300);
    await store.close();
    const large = await fill(t, other, 5000);
    await large.close();
    await fill(t, other, 0).then((again) =>
      again.write((tx) => tx.query("DELETE FROM facts WHERE seq > 4000")),
    );

    await assert.rejects(open(t, restore(t, { file, log: `${other}-wal` })), /-wal do not belong together/);
  });

  test("of a later time than the backup that was restored › is refused", async (t) => {
    const live = join(temporaryFolder(t), "live.db");
    const backup = join(temporaryFolder(t), "backup.db");
    const first = await fill(t, live, 300);
    await first.close();
    await backupDatabase(live, backup, () => {});
    const second = await fill(t, `${live}`, 0);
    const rows = Array.from({ length: 20_000 }, (_, index) => [`later ${index}`, "y".repeat(200)]);
    for (let start = 0; start < rows.length; start += 100)
      await second.write((tx) =>
        tx.queryEach(
          "INSERT INTO facts (subject, key, source, seen_at, fact) VALUES ($1, 'k', 'delivery', 0, $2)",
          ["text", "text"],
          rows.slice(start, start + 100),
        ),
      );
    const path = restore(t, { file: backup, log: `${live}-wal` });

    await assert.rejects(open(t, path), /-wal do not belong together/);
  });

  test("that is none › is opened", async (t) => {
    const file = join(temporaryFolder(t), "live.db");
    const store = await fill(t, file, 10);
    await store.close();
    writeFileSync(`${file}-wal`, "no log at all");

    assert.equal((await countFacts(t, file))?.count, 10);
    assert.ok(existsSync(`${file}-wal`));
  });
});
