import assert from "node:assert/strict";
import { existsSync, globSync } from "node:fs";
import { describe, test } from "node:test";
import { GUIDES, read } from "./documents.ts";

const DOCUMENTS = [
  ...GUIDES,
  ...globSync("docs/decisions/*.md"),
  "demo/README.md",
  "demo/builder/README.md",
  "demo/shop/README.md",
];
/** Made by commands, and in no commit. */
const MADE = ["test/screenshots/sheet.png"];
/** Words that the code and the interface do not use for these things, and words that promise. */
const AVOIDED = [
  /\bstatic way\b/i,
  /\bplain links?\b/i,
  /\bbad weather\b/i,
  /\bkept aside\b/i,
  /\bto decide\b/i,
  /\bopen amounts?\b/i,
  /\bmend(?:s|ed)?\b/i,
  /\b(?:seamless|effortless|powerful|blazing|world-class|cutting-edge|simply|just)\b/i,
  /\p{Extended_Pictographic}/u,
];

describe("documents", () => {
  for (const file of DOCUMENTS)
    test(`${file} uses the terms of the interface`, () => {
      const text = read(file).replaceAll(/^ *```[\s\S]*?^ *```$/gm, "");

      for (const word of AVOIDED) assert.doesNotMatch(text, word);
    });

  for (const file of [...DOCUMENTS, "CONTRIBUTING.md"])
    test(`${file} names files that exist`, () => {
      const paths = [...read(file).matchAll(/`((?:\.github|demo|docs|server|test|widget)\/[\w./-]+)`/g)].map(
        ([, path = ""]) => path,
      );

      assert.deepEqual(
        paths.filter((path) => !existsSync(path) && !MADE.includes(path)),
        [],
      );
    });
});

describe("decisions", () => {
  const records = globSync("docs/decisions/[0-9]*.md").sort();
  const list = read("docs/decisions/README.md");

  test("are numbered without a gap, and listed with title and date", () => {
    assert.ok(records.length > 5);
    for (const [index, path] of records.entries()) {
      const [, number = "", title = ""] = read(path).match(/^# (\d{4})\. (.*)\n/) ?? [];
      const [, date = ""] = read(path).match(/^Date: (\d{4}-\d\d-\d\d)$/m) ?? [];
      assert.equal(Number(number), index + 1, path);
      assert.ok(
        list.includes(`| [${number}](${path.slice("docs/decisions/".length)}) | ${date} | ${title} |`),
        path,
      );
    }
  });

  for (const path of records)
    test(`${path} has context, decision and consequences`, () => {
      const headings = [...read(path).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);

      assert.deepEqual(headings, ["Context", "Decision", "Consequences"]);
    });
});

test("every page of docs/ is in its README", () => {
  const list = read("docs/README.md");

  for (const path of globSync("docs/*.md")) {
    const name = path.slice("docs/".length);
    assert.ok(name === "README.md" || list.includes(`](${name})`), path);
  }
});
