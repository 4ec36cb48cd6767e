import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { openSqlite } from "../../../server/store/sqlite/sqlite.ts";
import { startCompanion, temporaryFolder } from "../../helpers/companion.ts";
import { eventually } from "../../helpers/eventually.ts";

const MANY = 300;

// input: R6
test("whoever asks on and on whether it is ready takes no place from a webhook", async (t) => {
  const path = join(temporaryFolder(t), "checkouts.db");
  const store = await openSqlite({ path, lockTimeoutMs: 15_000 });
  const companion = await startCompanion(t, { store });
  let arrived = 0;
  companion.app.server.on("request", () => {
    arrived += 1;
  });
  const slowDisk = new DatabaseSync(path);
  t.after(() => slowDisk.close());
  slowDisk.exec("BEGIN IMMEDIATE");

  const asking = Promise.all(Array.from({ length: MANY }, () => companion.get("/readyz")));
  await eventually("all to have asked", async () => arrived === MANY);
  const { queued } = store;
  slowDisk.exec("ROLLBACK");

  assert.ok(queued < 10, `${queued} wait to be written`);
  assert.deepEqual([...new Set((await asking).map(({ status }) => status))], [200]);
});
