import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { backupDatabase } from "../../server/operations/backup.ts";
import { openSqlite } from "../../server/store/sqlite/sqlite.ts";
import { fill } from "../bench/database.ts";
import { openLinked, startCompanion, temporaryFolder } from "../helpers/companion.ts";
import { NOW, paymentEvent } from "../helpers/events.ts";

describe("backup", () => {
  test("copies the database while it is written to, and a companion starts from the copy", async (t) => {
    const path = join(temporaryFolder(t), "checkouts.db");
    const companion = await startCompanion(t, { databaseUrl: `sqlite:${path}`, clock: () => NOW });
    const { id, requestId } = await openLinked(companion);
    await companion.deliver(paymentEvent(requestId));
    const target = join(temporaryFolder(t), "copy.db");
    const writing = Promise.all(Array.from({ length: 50 }, () => openLinked(companion)));

    await backupDatabase(path, target, () => {});
    await writing;

    const restored = await startCompanion(t, { databaseUrl: `sqlite:${target}`, clock: () => NOW });
    assert.equal((await restored.get(`/v1/checkouts/${id}`)).body.status, "paid");
  });

  test("overwrites nothing, and says what is missing", async (t) => {
    const path = join(temporaryFolder(t), "checkouts.db");
    writeFileSync(path, "");

    await assert.rejects(
      backupDatabase(path, path, () => {}),
      /exists already/,
    );
    await assert.rejects(
      backupDatabase("/nowhere.db", "/tmp/x.db", () => {}),
      /is not there/,
    );
  });

  test("ends while a companion writes and writes, and says each percentage once", async (t) => {
    const path = join(temporaryFolder(t), "checkouts.db");
    const store = await openSqlite({ path });
    t.after(() => store.close());
    fill(path, { checkouts: 5000, deliveries: 5000, progress: () => {} });
    const target = join(temporaryFolder(t), "copy.db");
    const said: number[] = [];
    let isOver = false;
    const writing = (async () => {
      for (let until = 0; !isOver; until += 1)
        await store.write((tx) =>
          tx.query(
            "INSERT INTO cursors (name, value) VALUES ('x', $1) ON CONFLICT (name) DO UPDATE SET value = $1",
            until,
          ),
        );
    })();

    await backupDatabase(path, target, (percent) => said.push(percent));
    isOver = true;
    await writing;

    assert.equal(new Set(said).size, said.length);
    assert.deepEqual(readdirSync(dirname(target)), ["copy.db"]);
  });

  test("of what is no database leaves nothing behind", async (t) => {
    const folder = temporaryFolder(t);
    writeFileSync(join(folder, "text.db"), "no database".repeat(1000));

    await assert.rejects(backupDatabase(join(folder, "text.db"), join(folder, "copy.db"), () => {}));

    assert.deepEqual(readdirSync(folder), ["text.db"]);
  });
});
