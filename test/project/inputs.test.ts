import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { SUITES } from "../suites.ts";

const TABLE = "test/inputs.md";
const HOSTILE = ["test/server/hostile/*.test.ts", "test/server/any-request.test.ts"];

interface Row {
  id: string;
  input: string;
  result: string;
}

interface Mark {
  ids: readonly string[];
  /** `file:line` */
  place: string;
  isAboveTest: boolean;
}

function readRows(): Row[] {
  return [...readFileSync(TABLE, "utf8").matchAll(/^\| ([A-Z]\d+) \| (.+) \| (.+) \|$/gm)].map(
    ([, id = "", input = "", result = ""]) => ({ id, input, result }),
  );
}

/** The comments `// input: W12 C3` in a file. */
function marksIn(file: string, source = readFileSync(file, "utf8")): Mark[] {
  const lines = source.split("\n");
  return lines.flatMap((line, index) => {
    const [, ids] = /^\s*\/\/ ?inputs?\b:?(.*)$/i.exec(line) ?? [];
    if (ids === undefined) return [];
    return {
      ids: ids.trim().split(/[\s,]+/),
      place: `${file}:${index + 1}`,
      isAboveTest: /^\s*(?:test|it|describe)\(/.test(lines[index + 1] ?? ""),
    };
  });
}

function testFiles(): string[] {
  return globSync(Object.values(SUITES).flatMap((suite) => (suite.kind === "command" ? [] : suite.files)));
}

describe(TABLE, () => {
  const rows = readRows();
  const marks = testFiles().flatMap((file) => marksIn(file));
  const marked = new Set(marks.flatMap(({ ids }) => ids));

  test("has rows, each with an id of its own", () => {
    assert.ok(rows.length >= 80, `${rows.length}`);
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  });

  test("has no row of another form", () => {
    const lines = readFileSync(TABLE, "utf8").split("\n");
    const others = lines.filter((line) => line.startsWith("|") && !/^\| (?:---|id|[A-Z]\d+) \|/.test(line));
    assert.deepEqual(others, []);
  });

  for (const { id, input } of rows)
    test(`${id} has a test: ${input}`, () => {
      assert.ok(marked.has(id), `no test that npm test runs has the comment "// input: ${id}"`);
    });

  test("has a row for each id in a test", () => {
    const known = new Set(rows.map(({ id }) => id));
    const unknown = marks.flatMap(({ ids, place }) =>
      ids.filter((id) => !known.has(id)).map((id) => `${place} ${id}`),
    );
    assert.deepEqual(unknown, []);
  });

  test("has ids directly above a test or a group", () => {
    assert.deepEqual(
      marks.filter(({ isAboveTest }) => !isAboveTest).map(({ place }) => place),
      [],
    );
  });

  test("has a row for each file about hostile input", () => {
    const files = new Set(marks.map(({ place }) => place.replace(/:\d+$/, "")));
    assert.deepEqual(
      globSync(HOSTILE).filter((file) => !files.has(file)),
      [],
    );
  });
});

describe("ids in a test file", () => {
  test("are found in one comment, or several", () => {
    assert.deepEqual(marksIn("a.ts", '  // input: W1 C2\n  test("x", () => {});\n// input: E3\ncall();'), [
      { ids: ["W1", "C2"], place: "a.ts:1", isAboveTest: true },
      { ids: ["E3"], place: "a.ts:3", isAboveTest: false },
    ]);
  });

  test("may be written carelessly, and still have to be right", () => {
    assert.deepEqual(
      marksIn("a.ts", "//Input W1, X9\n").map(({ ids }) => ids),
      [["W1", "X9"]],
    );
  });
});
