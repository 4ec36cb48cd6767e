import { after, describe, test } from "node:test";

describe("a group with a broken end", () => {
  after(() => {
    throw new Error("the end is broken");
  });

  test("passes", () => {});
});
