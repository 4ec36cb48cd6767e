import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { startCompanion } from "../helpers/companion.ts";

/** A companion that allows one read a minute, and what it has warned of. */
async function start(t: TestContext, environment: Record<string, string> = {}) {
  const warnings: { msg: string; proxy?: string }[] = [];
  const stream = { write: (line: string) => void warnings.push(JSON.parse(line)) };
  const companion = await startCompanion(t, {
    environment: { READS_PER_MINUTE: "1", ...environment },
    logger: { level: "warn", stream },
  });
  const read = async (forwardedFor: string) =>
    (await companion.get("/v1/products/sticker", { "x-forwarded-for": forwardedFor })).status;
  return { read, ofProxies: () => warnings.filter(({ msg }) => msg.includes("X-Forwarded-For")) };
}

describe("X-Forwarded-For", () => {
  // input: C20
  test("from an address that is not trusted counts for nothing, and is warned about once", async (t) => {
    const { read, ofProxies } = await start(t);

    const statuses = [await read("192.0.2.1"), await read("192.0.2.2"), await read("192.0.2.3")];

    assert.deepEqual(statuses, [200, 429, 429]);
    assert.deepEqual(
      ofProxies().map(({ proxy }) => proxy),
      ["127.0.0.1"],
    );
  });

  test("from a trusted proxy is the payer's address", async (t) => {
    const { read, ofProxies } = await start(t, { TRUST_PROXY: "127.0.0.1" });

    const statuses = [await read("192.0.2.1"), await read("192.0.2.2"), await read("192.0.2.1")];

    assert.deepEqual(statuses, [200, 200, 429]);
    assert.deepEqual(ofProxies(), []);
  });
});
