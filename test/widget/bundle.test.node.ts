import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { describe, it } from "node:test";

const BUDGET_BYTES = 9_500;
/** Everything in one file: what a page loads that has no modules. */
const CLASSIC_BUDGET_BYTES = 36_000;

/** As the companion serves it. */
function compressed(path: string): number {
  assert.ok(existsSync(path), `${path} is missing: npm run build:widget`);
  return statSync(`${path}.br`).size;
}

function read(path: string): string {
  assert.ok(existsSync(path), `${path} is missing: npm run build:widget`);
  return readFileSync(path, "utf8");
}

describe("the bundled script", () => {
  it(`is at most ${BUDGET_BYTES} bytes, compressed`, () => {
    const bytes = compressed("dist/request-checkout.js");

    assert.ok(bytes <= BUDGET_BYTES, `${bytes} bytes`);
  });

  it("is reasonably small with everything in it", () => {
    const bytes = compressed("dist/request-checkout.iife.js");

    assert.ok(bytes <= CLASSIC_BUDGET_BYTES, `${bytes} bytes`);
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
