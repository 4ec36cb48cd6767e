import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { readArguments } from "../helpers/run-arguments.ts";
import { toPattern } from "../helpers/run-context.ts";
import { planRun, type Suites } from "../helpers/run-plan.ts";

const SUITES: Suites = {
  tool: { kind: "command", command: ["true"] },
  server: { kind: "node", files: ["test/server/money*.test.ts", "test/server/domain/*.test.ts"] },
  "server-postgres": { kind: "node", files: ["test/server/money*.test.ts", "test/postgres/engine.test.ts"] },
  widget: { kind: "browser", files: ["test/widget/price.test.ts"], config: "" },
  rare: { kind: "node", files: ["test/e2e/memory.test.ts"], onlyWhenNamed: true },
};

function plan(...argv: string[]): string[] {
  return planRun(SUITES, readArguments(argv)).map(({ name, files }) => [name, ...files].join(" "));
}

describe("a file on the command line", () => {
  for (const [file, suite] of [
    ["test/server/money.test.ts", "server"],
    ["./test/postgres/engine.test.ts", "server-postgres"],
    ["test/widget/price.test.ts", "widget"],
  ] as const)
    test(`${file} runs in its suite alone`, () => {
      assert.deepEqual(plan(file), [`${suite} ${file.replace("./", "")}`]);
    });

  test("runs in the suite that --only names", () => {
    assert.deepEqual(plan("--only", "server-postgres", "test/server/money.test.ts"), [
      "server-postgres test/server/money.test.ts",
    ]);
  });

  test("may be a folder", () => {
    assert.match(
      plan("test/server/domain/").join(),
      /^server (?:test\/server\/domain\/[\w-]+\.test\.ts ?)+$/,
    );
  });
});

test("no argument runs all suites", () => {
  assert.deepEqual(
    plan().map((line) => line.split(" ")[0]),
    ["tool", "server", "server-postgres", "widget"],
  );
});

test("a suite that runs only when it is named runs by its name, and by that of a file", () => {
  const rare = ["rare test/e2e/memory.test.ts"];

  assert.deepEqual([plan("--only", "rare"), plan("test/e2e/memory.test.ts")], [rare, rare]);
});

test("--grep leaves out the commands", () => {
  assert.ok(!plan("--grep", "x").includes("tool"));
});

describe("is refused in one line", () => {
  const CASES: [string, string[], RegExp][] = [
    ["an unknown option", ["--fast"], /^Unknown option '--fast'\. See --help\.$/],
    ["an unknown suite", ["--only", "sever"], /^Unknown suite sever\. Suites: tool, server, .*$/],
    ["an option without its value", ["--only"], /^Option '--only <value>' argument missing\. See --help\.$/],
    ["a file of no suite", ["test/run.ts"], /^test\/run\.ts is not a test file of any suite\.$/],
    [
      "a file of another suite",
      ["--only", "widget", "test/server/money.test.ts"],
      /is not a test file of widget/,
    ],
    ["a pattern that is none", ["--grep", "("], /^--grep \( is not a regular expression\.$/],
    ["--watch without a suite", ["--watch"], /^--watch needs exactly one --only SUITE\.$/],
    ["--watch with two", ["--watch", "--only", "tool", "--only", "server"], /exactly one/],
  ];
  for (const [name, argv, message] of CASES)
    test(name, () => {
      assert.throws(() => plan(...argv), { name: "Error", message });
    });

  test("with exit code 2", () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", "test/run.ts", "--fast"],
      { encoding: "utf8" },
    );

    assert.deepEqual([status, stdout, stderr], [2, "", "Unknown option '--fast'. See --help.\n"]);
  });
});

test("a name becomes a pattern that matches it and is safe between double quotes", () => {
  const name = 'costs $5 (`once`) "or" \\d+ 😀!';
  const pattern = toPattern(name);

  assert.match(name, new RegExp(`^${pattern}$`));
  assert.doesNotMatch(pattern, /["$`\\!]/);
});
