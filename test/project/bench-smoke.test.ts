import assert from "node:assert/strict";
import { test } from "node:test";
import { starting } from "../bench/groups/start.ts";
import { webhooks } from "../bench/groups/webhooks.ts";
import { applyLoad } from "../bench/load/load.ts";
import { startServer } from "../bench/server-process.ts";

const SMALL = { rounds: 1, warmUpMs: 300, measureMs: 1000, scale: 0.001 };

test("the bench puts a companion under load, and counts what was stored", async () => {
  const sample = await webhooks.variants.fresh?.(SMALL);

  assert.ok(sample?.rate && sample.rate > 0);
  assert.ok(sample.cpuUs && sample.cpuUs > 0);
});

test("the bench fails where an answer is not the expected one", async () => {
  const server = await startServer("express-webhook");
  const plan = { kind: "bad_signature", host: "127.0.0.1", secret: "", requestIds: [], reads: [] } as const;

  const load = applyLoad(server, { ...SMALL, plan, status: 200, connections: 2 });

  await assert.rejects(load, /answered 401, not 200/);
  await server.stop();
});

test("the bench starts the companion's own program", async () => {
  const sample = await starting.variants.source?.(SMALL);

  assert.ok(sample?.firstMs && sample.mib);
});
