import { equal } from "../../helpers/widget-assert.ts";

describe("a group", () => {
  it("passes", () => {});

  it("fails (on purpose)", () => {
    equal(1, 2);
  });
});
