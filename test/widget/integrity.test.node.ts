import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import Fastify, { type FastifyInstance } from "fastify";
import { findWidgetDir, packageVersion, widgetFiles } from "../../server/http/widget-files.ts";

const WIDGET_DIR = findWidgetDir() ?? assert.fail("dist/ is missing: npm run build:widget");
const HASHES: Record<string, string> = JSON.parse(readFileSync(`${WIDGET_DIR}/integrity.json`, "utf8"));

let app: FastifyInstance;
before(async () => {
  app = Fastify();
  await app.register(widgetFiles, { widgetDir: WIDGET_DIR });
});

describe("integrity.json", () => {
  it("has every script of this build: the module, its chunks, and the classic one", () => {
    const [build] = JSON.parse(readFileSync(`${WIDGET_DIR}/chunks/builds.json`, "utf8"));
    const scripts = globSync(["*.js", `chunks/*-${build}.js`], { cwd: WIDGET_DIR });

    assert.deepEqual(Object.keys(HASHES).sort(), scripts.sort());
    assert.ok("request-checkout.js" in HASHES && "request-checkout.iife.js" in HASHES);
    assert.equal(scripts.filter((path) => path.startsWith("chunks/")).length, 16);
  });

  it("says what the versioned path serves, byte for byte, to pages of any origin", async () => {
    for (const [path, integrity] of Object.entries(HASHES)) {
      const answer = await app.inject(`/widget/${packageVersion()}/${path}`);

      const hash = createHash("sha384").update(answer.rawPayload).digest("base64");
      assert.equal(integrity, `sha384-${hash}`, path);
      assert.equal(answer.headers["access-control-allow-origin"], "*", path);
      assert.match(String(answer.headers["cache-control"]), /immutable/, path);
    }
  });
});
