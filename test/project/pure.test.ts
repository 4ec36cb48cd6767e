import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { describe, test } from "node:test";
import { PURE } from "../suites.ts";

/** What a file may import, itself or through others, that shares its process. */
const PACKAGES = /^(?:node:(?:assert\/strict|crypto|fs|test|zlib)|big\.js|fast-check|jsqr|lit(?:\/.*)?|zod)$/;
/** What would change the process for other files, or stay after the file's last test. */
const EFFECTS =
  /process\.(?:env|exit|chdir|on)\b|\bmock\.|globalThis\b|\bset(?:Timeout|Interval)\(|^(?:after|before)/m;

const IMPORT = /^(?:import|export)\s+(?!type\b)(?:[^"';]*?\sfrom\s+)?"([^"]+)"|\bimport\("([^"]+)"\)/gm;

/** All packages that a file loads, itself or through its imports. */
function packagesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  return [...readFileSync(file, "utf8").matchAll(IMPORT)].flatMap((match) => {
    const name = match[1] ?? match[2] ?? "";
    return name.startsWith(".") ? packagesOf(resolve(dirname(file), name), seen) : [name];
  });
}

describe("a test file that shares its process with others", () => {
  test("exists for each pattern", () => {
    for (const pattern of PURE) assert.ok(globSync(pattern).length > 0, pattern);
  });

  for (const file of globSync(PURE))
    test(`${file} tests pure functions only`, () => {
      assert.deepEqual(
        packagesOf(file).filter((name) => !PACKAGES.test(name)),
        [],
      );
      assert.doesNotMatch(readFileSync(file, "utf8"), EFFECTS);
    });
});

test("a file that starts a server would be noticed", () => {
  assert.ok(packagesOf("test/server/orders.test.ts").some((name) => !PACKAGES.test(name)));
});
