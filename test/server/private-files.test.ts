import assert from "node:assert/strict";
import { chmodSync, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { backupDatabase } from "../../server/operations/backup.ts";
import { openSqlite } from "../../server/store/sqlite/sqlite.ts";
import { temporaryFolder } from "../helpers/companion.ts";

const modeOf = (file: string) => statSync(file).mode & 0o777;
const beside = (path: string) => [path, `${path}-wal`, `${path}-shm`].filter((file) => existsSync(file));

/** Files as most systems make them: readable by everybody. */
function withOpenUmask(t: { after: (work: () => void) => void }): void {
  const before = process.umask(0o022);
  t.after(() => void process.umask(before));
}

describe("files with orders", () => {
  test("are made for their owner alone: the database, what SQLite puts beside it, and a backup", async (t) => {
    withOpenUmask(t);
    const path = join(temporaryFolder(t), "checkouts.db");
    const target = join(temporaryFolder(t), "backup.db");
    const store = await openSqlite({ path });
    t.after(() => store.close());

    await backupDatabase(path, target, () => {});

    assert.equal(beside(path).length, 3);
    assert.deepEqual([...beside(path), target].map(modeOf), [0o600, 0o600, 0o600, 0o600]);
  });

  test("that everybody could read become their owner's at the start", async (t) => {
    withOpenUmask(t);
    const path = join(temporaryFolder(t), "checkouts.db");
    const first = await openSqlite({ path });
    for (const file of beside(path)) chmodSync(file, 0o644);

    const second = await openSqlite({ path });

    assert.deepEqual(beside(path).map(modeOf), [0o600, 0o600, 0o600]);
    await first.close();
    await second.close();
  });

  test("that a group may read stay so, with what SQLite puts beside them", async (t) => {
    withOpenUmask(t);
    const path = join(temporaryFolder(t), "checkouts.db");
    await (await openSqlite({ path })).close();
    chmodSync(path, 0o640);

    const store = await openSqlite({ path });
    t.after(() => store.close());

    assert.deepEqual(beside(path).map(modeOf), [0o640, 0o640, 0o640]);
  });
});
