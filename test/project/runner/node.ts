import assert from "node:assert/strict";
import { describe, test } from "node:test";

describe("a group", () => {
  test("passes", () => {});

  test("fails (on purpose)", () => {
    assert.equal(1, 2);
  });
});
