import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { OPTIONS, RULES } from "./rooms.ts";

/** What is against the rules of `rooms.ts`, a line each. */
async function violationsIn(folders: readonly string[], baseDir = process.cwd()): Promise<string[]> {
  const { output } = await cruise([...folders], { ...OPTIONS, baseDir, validate: true, ruleSet: RULES });
  const { violations } = (output as ICruiseResult).summary;
  return violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

test("folders and files import each other one way, types included", async () => {
  assert.deepEqual(await violationsIn(["server", "demo", "widget"]), []);
});

test("a circle that only types make is found, of files and of folders", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "rooms-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const files = {
    "one/a.ts": 'import type { B } from "../two/b.ts";\nexport type A = B | 1;\n',
    "two/b.ts": 'import type { A } from "../one/a.ts";\nexport type B = A | 2;\n',
    "three/c.ts": 'import { d } from "../four/d.ts";\nexport const c = d;\n',
    "three/e.ts": "export const e = 1;\n",
    "four/d.ts": 'import { e } from "../three/e.ts";\nexport const d = e;\n',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const found = await violationsIn(["one", "two", "three", "four"], folder);
  assert.ok(found.includes("no-circle-of-files: one/a.ts → two/b.ts"), found.join("\n"));
  assert.ok(found.includes("no-circle-of-folders: three → four"), found.join("\n"));
});
