/**
 * `npm run test:mutations`: breaks each condition of the code that guards the money, one at a time, and checks that a test fails.
 * `--only domain/labels` takes the targets with these words in their path, `--from domain/labels` that one and all after it.
 * `--quick` runs only the tests that run in memory: what it lets survive may still fail a slower test.
 */
import { spawn } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { EQUIVALENT } from "./equivalent.ts";
import { createInMemoryTests, type InMemoryTests } from "./in-memory.ts";
import { mutantsOf } from "./mutants.ts";
import { IN_MEMORY, TARGETS } from "./targets.ts";

const TIMEOUT_MS = 120_000;
const REPORT = ["--test-reporter=tap"];

/** A copy of the tree, in which files may be broken. */
function copyTree(): string {
  const folder = mkdtempSync(join(tmpdir(), "request-checkout-mutants-"));
  for (const part of ["server", "demo", "widget", "test", "package.json"])
    cpSync(part, join(folder, part), { recursive: true });
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const part of ["node_modules", "dist"]) symlinkSync(resolve(part), join(folder, part));
  return folder;
}

/** Whether the tests pass in that tree. */
function passes(folder: string, pattern: string): Promise<boolean> {
  const files = globSync(pattern, { cwd: folder }).sort();
  if (files.length === 0) return Promise.resolve(true);
  const args = [
    "--disable-warning=ExperimentalWarning",
    "--test",
    "--test-isolation=none",
    ...REPORT,
    ...files,
  ];
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, SOAK: "1" },
      timeout: TIMEOUT_MS,
    });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    // Not by the exit code: a package that a test has loaded may have set another one.
    child.on("close", () => done(/^# fail 0$/m.test(Buffer.concat(output).toString())));
  });
}

const isPassing = new Map<string, Promise<boolean>>();

/** A mutant that tests notice which fail without it would be no finding. */
async function assertPassing(folder: string, pattern: string): Promise<void> {
  const known = isPassing.get(pattern) ?? passes(folder, pattern);
  isPassing.set(pattern, known);
  if (!(await known)) throw new Error(`${pattern} fails without any mutant`);
}

/** Whether all of the target's tests pass in that tree: those of other modules as well, and generated cases at full length. */
async function survivesInProcesses(folder: string, file: string, source: string): Promise<boolean> {
  for (const pattern of TARGETS[file] ?? []) await assertPassing(folder, pattern);
  const original = readFileSync(file, "utf8");
  writeFileSync(join(folder, file), source);
  let isAlive = true;
  for (const pattern of TARGETS[file] ?? []) isAlive &&= await passes(folder, pattern);
  writeFileSync(join(folder, file), original);
  return isAlive;
}

/** A thread with those tests of a target that run in memory. */
function inMemoryTestsOf(file: string): InMemoryTests {
  return createInMemoryTests(
    file,
    (TARGETS[file] ?? []).filter((pattern) => IN_MEMORY.has(pattern)),
  );
}

const { only, from, quick } = parseArgs({
  options: { only: { type: "string" }, from: { type: "string" }, quick: { type: "boolean" } },
}).values;
const targets = Object.keys(TARGETS);
const start = targets.findIndex((file) => file.includes(from ?? ""));
const files = targets.filter((file, index) => start >= 0 && index >= start && file.includes(only ?? ""));
if (files.length === 0) throw new Error("no target has these words in its path");
const work = files.flatMap((file) =>
  mutantsOf(readFileSync(file, "utf8")).map((mutant) => ({ file, mutant })),
);
const total = work.length;
const alive: typeof work = [];
let count = 0;

/** Takes one mutant after the other, in a tree of its own where that is needed. */
async function takeMutants(): Promise<void> {
  let folder: string | undefined;
  let loaded: { file: string; tests: InMemoryTests } | undefined;
  for (let next = work.shift(); next; next = work.shift()) {
    const { file, mutant } = next;
    if (loaded?.file !== file) {
      await loaded?.tests.close();
      loaded = { file, tests: inMemoryTestsOf(file) };
    }
    let isAlive = !(await loaded.tests.fail(mutant.source));
    if (isAlive && !quick) {
      folder ??= copyTree();
      isAlive = await survivesInProcesses(folder, file, mutant.source);
    }
    count += 1;
    if (isAlive) alive.push(next);
    const mark = !isAlive ? "falls   " : EQUIVALENT[file]?.[mutant.name] ? "no matter" : "SURVIVES";
    console.log(`${count}/${total} ${mark} ${file}:${mutant.line} ${mutant.name.slice(0, 160)}`);
  }
  await loaded?.tests.close();
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, takeMutants));

const survivors = alive.filter(({ file, mutant }) => !EQUIVALENT[file]?.[mutant.name]);
const stale = files.flatMap((file) =>
  Object.keys(EQUIVALENT[file] ?? {}).filter(
    (name) => !alive.some((one) => one.file === file && one.mutant.name === name),
  ),
);
for (const { file, mutant } of survivors) console.log(`\nSURVIVES ${file}:${mutant.line}\n  ${mutant.name}`);
for (const name of stale)
  console.log(`\nnamed as one that cannot fall, but does, or is not there:\n  ${name}`);
console.log(
  `\n${total} mutants: ${total - alive.length} fall, ${alive.length - survivors.length} make no difference, ${survivors.length} survive`,
);
process.exit(survivors.length + stale.length === 0 ? 0 : 1);
