/** `npm run test:mutations`: breaks each condition of what guards the money, one at a time, and sees a test fail for each. */
import { spawn } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { EQUIVALENT } from "./equivalent.ts";
import { createInMemoryTests, type InMemoryTests } from "./in-memory.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";
import { IN_MEMORY, TARGETS } from "./targets.ts";

const TIMEOUT_MS = 120_000;
const REPORT = ["--test-reporter=tap"];

/** A copy of the tree, in which files may be broken. */
function copyTree(): string {
  const folder = mkdtempSync(join(tmpdir(), "request-checkout-mutants-"));
  for (const part of ["server", "demo", "widget", "test", "package.json"])
    cpSync(part, join(folder, part), { recursive: true });
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

/** Whether the tests that need a process of their own pass as well: those of other modules, and generated cases at full length. */
async function survivesInProcess(folder: string, file: string, source: string): Promise<boolean> {
  const original = readFileSync(file, "utf8");
  writeFileSync(join(folder, file), source);
  let isAlive = true;
  for (const pattern of TARGETS[file] ?? []) isAlive &&= await passes(folder, pattern);
  writeFileSync(join(folder, file), original);
  return isAlive;
}

const { only, quick } = parseArgs({
  options: { only: { type: "string" }, quick: { type: "boolean" } },
}).values;
const files = Object.keys(TARGETS).filter((file) => !only || file.includes(only));
const work = files.flatMap((file) =>
  mutantsOf(readFileSync(file, "utf8")).map((mutant) => ({ file, mutant })),
);
const total = work.length;
const alive: { file: string; mutant: Mutant }[] = [];
let count = 0;

const folders = Array.from({ length: Math.min(2, availableParallelism()) }, copyTree);
const patterns = new Set(files.flatMap((file) => TARGETS[file] ?? []));
for (const pattern of patterns)
  if (!quick && !(await passes(folders[0] as string, pattern)))
    throw new Error(`${pattern} fails without any mutant`);

/** One at a time of each: a thread with the tests of one target. */
async function inMemoryTestsOf(file: string, before?: InMemoryTests): Promise<InMemoryTests> {
  await before?.close();
  const tests = createInMemoryTests(
    file,
    (TARGETS[file] ?? []).filter((pattern) => IN_MEMORY.has(pattern)),
  );
  if (!(await tests.fail(readFileSync(file, "utf8")))) return tests;
  throw new Error(`the tests of ${file} fail in memory without any mutant`);
}

async function runMutants(folder: string): Promise<void> {
  let [current, tests]: [string?, InMemoryTests?] = [];
  for (let next = work.shift(); next; next = work.shift()) {
    const { file, mutant } = next;
    if (file !== current) tests = await inMemoryTestsOf(file, tests);
    current = file;
    const isAlive =
      !(await tests?.fail(mutant.source)) && (quick || (await survivesInProcess(folder, file, mutant.source)));
    count += 1;
    if (isAlive) alive.push(next);
    const mark = !isAlive ? "falls   " : EQUIVALENT[file]?.[mutant.name] ? "no matter" : "SURVIVES";
    console.log(`${count}/${total} ${mark} ${file}:${mutant.line} ${mutant.name.slice(0, 160)}`);
  }
  await tests?.close();
}
await Promise.all(folders.map(runMutants));
for (const folder of folders) rmSync(folder, { recursive: true, force: true });

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
