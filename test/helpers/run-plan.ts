import { globSync } from "node:fs";
import { join } from "node:path";
import { type RunArguments, UsageError } from "./run-arguments.ts";

interface FileSuite {
  /** Globs. A file belongs to the first suite that lists it, and runs in a later one only with `--only`. */
  files: readonly string[];
  /** Globs of files that it does not run. */
  exclude?: readonly string[];
  /** It runs only where the suite or one of its files is named. */
  onlyWhenNamed?: boolean;
  /** Whether its tests need `dist/`: an up-to-date one, or any. */
  dist?: "current" | "any";
  /** Whether it starts a browser. */
  browser?: boolean;
}

/** Files for node:test, several in a process. */
export interface NodeSuite extends FileSuite {
  kind: "node";
  /** Globs of those among its files that need a process of their own. */
  alone?: readonly string[];
  /** Whether its tests run on PostgreSQL: one server for all of them. */
  postgres?: boolean;
}

/** Files for @web/test-runner. */
export interface BrowserSuite extends FileSuite {
  kind: "browser";
  config: string;
}

/** One of the project's tools. It counts as one test. */
export interface CommandSuite {
  kind: "command";
  command: readonly [string, ...string[]];
}

export type Suite = NodeSuite | BrowserSuite | CommandSuite;
export type Suites = Record<string, Suite>;

/** A suite that will run, with its files. */
export interface PlannedSuite {
  name: string;
  suite: Suite;
  files: readonly string[];
  /** The files that run elsewhere without `--only`. */
  borrowed: ReadonlySet<string>;
}

/** @throws {UsageError} when a suite or a file is unknown */
export function planRun(suites: Suites, { only, grep, paths }: RunArguments): PlannedSuite[] {
  const unknown = only.filter((name) => !Object.hasOwn(suites, name));
  if (unknown.length > 0)
    throw new UsageError(`Unknown suite ${unknown.join(", ")}. Suites: ${Object.keys(suites).join(", ")}.`);
  const wanted = paths.map((path) => join(path).replace(/\/$/, ""));
  const taken = new Set<string>();
  const planned = Object.entries(suites).map(([name, suite]) => {
    const files = filesOf(suite);
    const borrowed = new Set(files.filter((file) => taken.has(file)));
    for (const file of files) taken.add(file);
    const chosen = files.filter(
      (file) =>
        wanted.length === 0 ||
        (wanted.some((path) => isWithin(file, path)) && (only.length > 0 || !borrowed.has(file))),
    );
    return { name, suite, files: chosen, borrowed };
  });
  const asked = planned.filter(({ name, suite }) =>
    only.length === 0 ? wanted.length > 0 || !isOnlyWhenNamed(suite) : only.includes(name),
  );
  for (const path of wanted)
    if (!asked.some(({ files }) => files.some((file) => isWithin(file, path))))
      throw new UsageError(`${path} is not a test file of ${only.join(", ") || "any suite"}.`);
  const isNarrowed = wanted.length > 0 || grep !== undefined;
  return asked.filter(({ suite, files }) => !isNarrowed || (suite.kind !== "command" && files.length > 0));
}

function isOnlyWhenNamed(suite: Suite): boolean {
  return suite.kind !== "command" && suite.onlyWhenNamed === true;
}

function filesOf(suite: Suite): string[] {
  return suite.kind === "command" ? [] : globSync(suite.files, { exclude: suite.exclude ?? [] }).sort();
}

function isWithin(file: string, path: string): boolean {
  return file === path || file.startsWith(`${path}/`);
}
