import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";

const BUDGET_BYTES = 10_000;

function read(path: string): string {
  assert.ok(existsSync(path), `${path} is missing: npm run build:widget`);
  return readFileSync(path, "utf8");
}

describe("the bundled script", () => {
  it(`is at most ${BUDGET_BYTES} bytes, compressed`, () => {
    const script = read("dist/request-checkout.js");

    const bytes = brotliCompressSync(script, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

    assert.ok(bytes <= BUDGET_BYTES, `${bytes} bytes`);
  });

  it("loads nothing beside itself before it is needed", () => {
    const script = read("dist/request-checkout.js");

    assert.doesNotMatch(script, /(^|[;}])import\s*["{*\w]/);
  });

  it("evaluates no text as code, and writes no inline style or script", () => {
    for (const path of ["dist/request-checkout.js", "dist/request-checkout.iife.js"])
      assert.doesNotMatch(read(path), /\beval\(|new Function\(|document\.write/);
  });
});

describe("the modules", () => {
  it("can be imported where there is no browser", async () => {
    const { RequestCheckout } = await import("../../widget/index.ts");

    assert.equal(typeof RequestCheckout, "function");
  });
});
