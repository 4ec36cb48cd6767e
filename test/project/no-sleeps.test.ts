import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { findSleeps } from "./find-sleeps.ts";

/** Helpers poll with a pause, the soak and the bench run for a time, and other engines are driven from outside. */
const MAY_SLEEP = ["test/helpers/**", "test/soak/**", "test/bench/**", "test/engines/**"];

test("no test sleeps", () => {
  const files = globSync("test/**/*.ts", { exclude: MAY_SLEEP });
  const sleeps = files.flatMap((file) =>
    findSleeps(readFileSync(file, "utf8")).map((sleep) => `${file}:${sleep}`),
  );

  assert.ok(files.length > 150, `${files.length}`);
  assert.deepEqual(sleeps, []);
});

describe("a sleep is found", () => {
  const SLEEPS = [
    "await new Promise((resolve) => setTimeout(resolve, 50));",
    "await new Promise<void>(function (done) { window.setTimeout(done, 50); });",
    "const pause = (ms: number) => new Promise((then) => { globalThis.setTimeout(() => then(1), ms); });",
    "const { promise, resolve: end } = Promise.withResolvers(); setTimeout(end, 5);",
    "const later = Promise.withResolvers(); setTimeout(() => later.resolve(), 5);",
    'import { setTimeout as pause } from "node:timers/promises";',
    'const { setTimeout } = await import("timers/promises");',
    "const pause = promisify(setTimeout);",
    "await scheduler.wait(100);",
    "await page.waitForTimeout(100);",
  ];
  for (const source of SLEEPS)
    test(source, () => {
      assert.equal(findSleeps(source).length, 1);
    });

  test("with its line", () => {
    assert.deepEqual(findSleeps("\n\nawait page.waitForTimeout(1);"), ["3: calls waitForTimeout"]);
  });
});

describe("no sleep is", () => {
  const OTHERS = [
    't.mock.timers.enable({ apis: ["setTimeout"] });',
    "window.setTimeout = ((work, ms) => original(work, ms)) as typeof window.setTimeout;",
    "const timer = setTimeout(() => controller.abort(), 100);",
    "await new Promise((_, reject) => setTimeout(() => reject(new Error()), 100));",
    "// await new Promise((resolve) => setTimeout(resolve, 50));",
  ];
  for (const source of OTHERS)
    test(source, () => {
      assert.deepEqual(findSleeps(source), []);
    });
});
