import assert from "node:assert/strict";
import { test } from "node:test";
import { calibrationOf, startCalibrating } from "../helpers/calibrating-companion.ts";
import { newPostgres } from "../helpers/database.ts";
import { PAYEE } from "../helpers/events.ts";
import { startFakeUpstream } from "../helpers/fake-upstream.ts";

test("companions that start together on one store make one link, and all know what it has taught", async (t) => {
  const upstream = await startFakeUpstream(t);
  const databaseUrl = await newPostgres();
  const companions = await Promise.all(
    [1, 2, 3].map(() => startCalibrating(t, upstream, { databaseUrl, calibrationMs: 50 })),
  );

  for (const companion of companions)
    assert.equal((await calibrationOf(companion, "learned")).payee, PAYEE.toLowerCase());
  assert.equal(upstream.links.length, 1);
});
