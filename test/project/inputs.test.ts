import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";

const TABLE = "test/inputs.md";
/** What `npm test` runs. */
const SUITES = "test/{server,sandbox,soak,e2e,project,widget}/**/*.test{,.node}.ts";

interface Named {
  file: string;
  name: string;
  /** One of a table of cases in that file. */
  example: string | undefined;
}

interface Row {
  input: string;
  outcome: string;
  tests: Named[];
}

/** Reads "`file` › name · example". */
function toNamed(text: string): Named {
  const [, file = "", name = "", example] = /^`([^`]+)` › (.+?)(?: · (.+))?$/.exec(text.trim()) ?? [];
  return { file: `test/${file}`, name, example };
}

function readRows(): Row[] {
  const lines = readFileSync(TABLE, "utf8").split("\n");
  return lines
    .filter((line) => line.startsWith("| ") && !/^\| (?:---|what (?:comes|happens) \|)/.test(line))
    .map((line) => {
      const [input = "", outcome = "", tests = ""] = line.slice(2, -2).split(" | ");
      return { input, outcome, tests: tests.split("<br>").filter(Boolean).map(toNamed) };
    });
}

/** The names of a file's tests and groups, as they are written. */
function namesIn(file: string): string[] {
  const calls = /\b(?:test|it|describe)\(\s*(?:"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g;
  return [...readFileSync(file, "utf8").matchAll(calls)].map((call) => call[1] ?? call[2] ?? "");
}

const rows = readRows();
const runs = new Set(globSync(SUITES));

describe(TABLE, () => {
  test("has its rows", () => {
    assert.ok(rows.length >= 60, `${rows.length}`);
  });

  for (const { input, outcome, tests } of rows) {
    test(`has a test for: ${input}`, () => {
      assert.ok(outcome.trim(), "says what it gets");
      assert.ok(tests.length > 0, "names a test");
      for (const { file, name, example } of tests) {
        assert.ok(existsSync(file), `there is no ${file}`);
        assert.ok(runs.has(file), `npm test does not run ${file}`);
        assert.ok(
          name !== "" && namesIn(file).some((one) => one.includes(name)),
          `${file} has no test "${name}", but:\n${namesIn(file).join("\n")}`,
        );
        if (example)
          assert.ok(readFileSync(file, "utf8").includes(example), `${file} has no case ${example}`);
      }
    });
  }

  test("has every file that is about hostile input", () => {
    const named = new Set(rows.flatMap(({ tests }) => tests.map(({ file }) => file)));
    const files = [...globSync("test/server/hostile/*.test.ts"), "test/server/any-request.test.ts"];
    assert.deepEqual(
      files.filter((file) => !named.has(file)),
      [],
    );
  });
});
