import assert from "node:assert/strict";
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { utimesSync } from "node:fs";
import type { Readable } from "node:stream";
import { after, describe, test } from "node:test";

const FAILING = "test/project/runner/run.ts";
const REAL = "test/run.ts";

const running = new Set<ChildProcessByStdio<null, Readable, null>>();
after(() => {
  for (const child of running) child.kill("SIGKILL");
});

/** NODE_TEST_CONTEXT would make the runner's tests report to this process. */
function start(script: string, args: readonly string[]): ChildProcessByStdio<null, Readable, null> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...args], {
    env,
    stdio: ["ignore", "pipe", process.stderr],
  });
  running.add(child);
  child.on("exit", () => running.delete(child));
  return child;
}

async function run(
  script: string,
  ...args: string[]
): Promise<{ code: number; output: string; last: string }> {
  const child = start(script, args);
  const exit = once(child, "exit");
  const output = (await child.stdout.toArray()).join("");
  const [code] = await exit;
  return { code, output, last: output.trimEnd().split("\n").at(-1) ?? "" };
}

describe("a test that fails", () => {
  test("in a suite of node:test", async () => {
    const { code, output, last } = await run(FAILING, "--only", "node");

    assert.equal(code, 1);
    assert.equal(last, "1 passed, 1 failed");
    assert.match(output, /✗ fails \(on purpose\) \(test\/project\/runner\/node\.ts:7\)/);
    assert.match(
      output,
      /npm test -- test\/project\/runner\/node\.ts --grep "a group fails \.on purpose\."\n/,
    );
    assert.match(output, /^ {2}1\/2 {2}test\/project\/runner\/node\.ts {2}\d+\.\d s$/m);
  });

  test("in a suite of the browser, where --grep leaves out the others", async () => {
    const { code, output, last } = await run(FAILING, "--only", "browser", "--grep", "on purpose");

    assert.equal(code, 1);
    assert.equal(last, "0 passed, 1 failed");
    assert.match(
      output,
      /npm test -- test\/project\/runner\/browser\.ts --grep "a group fails \.on purpose\."\n/,
    );
    assert.match(output, /^ {2}0\/1 {2}test\/project\/runner\/browser\.ts {2}\d+\.\d s$/m);
  });

  test("that is a command", async () => {
    const { code, output, last } = await run(FAILING, "--only", "command");

    assert.equal(code, 1);
    assert.equal(last, "0 passed, 1 failed");
    assert.match(output, /the tool complains/);
    assert.match(output, /npm test -- --only command\n/);
  });

  test("by ending the process that it shares with others: they run again, alone", async () => {
    const { code, output, last } = await run(FAILING, "--only", "shared");

    assert.equal(code, 1);
    assert.equal(last, "1 passed, 2 failed");
    assert.match(output, /npm test -- --only shared test\/project\/runner\/node\.ts --grep/);
    assert.match(output, /npm test -- test\/project\/runner\/exit\.ts\n/);
  });

  for (const [suite, total] of [
    ["hook", "1 passed, 2 failed"],
    ["together", "2 passed, 3 failed"],
  ] as const)
    test(`or a hook that does, or a file without a test (${suite})`, async () => {
      const { code, output, last } = await run(FAILING, "--only", suite);

      assert.equal(code, 1);
      assert.equal(last, total);
      assert.match(output, /the end is broken/);
      assert.match(output, /empty\.ts holds no test/);
    });
});

describe("--grep", () => {
  test("runs the tests whose full name matches", async () => {
    const { code, last } = await run(FAILING, "--grep", "^a group passes$", "test/project/runner/node.ts");

    assert.equal(code, 0);
    assert.equal(last, "1 passed, 0 failed");
  });

  test("fails when no test matches", async () => {
    const { code, output, last } = await run(FAILING, "--only", "node", "--grep", "no such test");

    assert.equal(code, 1);
    assert.match(output, /^No test matches --grep no such test\.$/m);
    assert.equal(last, "0 passed, 0 failed");
  });
});

describe("--watch", () => {
  test("runs again after a change, and ends on SIGINT", async () => {
    const child = start(FAILING, ["--watch", "--only", "command"]);
    const exit = once(child, "exit");
    let runs = 0;
    for await (const chunk of child.stdout.setEncoding("utf8")) {
      if (!chunk.includes("Waiting for a change")) continue;
      runs++;
      if (runs === 1) utimesSync("test/project/runner/empty.ts", new Date(), new Date());
      else child.kill("SIGINT");
    }

    assert.deepEqual(await exit, [0, null]);
    assert.equal(runs, 2);
  });
});

describe("the command line", () => {
  test("is explained by --help", async () => {
    const { code, output } = await run(REAL, "--help");

    assert.equal(code, 0);
    for (const option of ["--only", "--grep", "--watch", "--help"]) assert.ok(output.includes(option));
  });
});
