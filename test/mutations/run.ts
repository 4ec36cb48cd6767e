/** `npm run test:mutations`: breaks each condition of what guards the money, one at a time, and sees a test fail for each. */
import { spawn } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { EQUIVALENT } from "./equivalent.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";

/** The tables first: most mutants fail there, and the generated cases take longer. */
const DOMAIN = ["test/server/domain/!(properties).test.ts", "test/server/domain/properties.test.ts"];

/** What is broken, and the tests that must notice: the quickest first, the others only where it has not. */
const TARGETS: Record<string, readonly string[]> = {
  "server/webhooks/signature.ts": ["test/server/signature.test.ts"],
  "server/domain/attempts.ts": DOMAIN,
  "server/domain/binding.ts": DOMAIN,
  "server/domain/calibration.ts": DOMAIN,
  "server/domain/currency.ts": [...DOMAIN, "test/server/money.test.ts"],
  "server/domain/derive.ts": [...DOMAIN, "test/server/any-order.test.ts"],
  "server/domain/destination-id.ts": DOMAIN,
  "server/domain/labels.ts": DOMAIN,
  "server/domain/received.ts": DOMAIN,
  "server/domain/refund.ts": DOMAIN,
  "server/domain/resolution.ts": DOMAIN,
  "server/domain/terms.ts": DOMAIN,
  "server/domain/wallet.ts": DOMAIN,
  "server/reconciler/read-facts.ts": ["test/server/read-facts.test.ts"],
  "server/checkouts/safe-urls.ts": ["test/server/safe-urls.test.ts"],
  "server/pages/navigation.ts": ["test/server/plain-link.test.ts", "test/server/hostile/visits.test.ts"],
  "server/offers/verify-offer.ts": ["test/server/price.test.ts", "test/server/offers.test.ts"],
  "server/catalog/price.ts": ["test/server/price.test.ts"],
};
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

async function survives(folder: string, file: string, { source }: Mutant): Promise<boolean> {
  const original = readFileSync(file, "utf8");
  writeFileSync(join(folder, file), source);
  let isAlive = true;
  for (const pattern of TARGETS[file] ?? []) isAlive &&= await passes(folder, pattern);
  writeFileSync(join(folder, file), original);
  return isAlive;
}

const { only } = parseArgs({ options: { only: { type: "string" } } }).values;
const files = Object.keys(TARGETS).filter((file) => !only || file.includes(only));
const work = files.flatMap((file) =>
  mutantsOf(readFileSync(file, "utf8")).map((mutant) => ({ file, mutant })),
);
const total = work.length;
const alive: { file: string; mutant: Mutant }[] = [];
const seen = new Set<string>();
let count = 0;

const folders = Array.from({ length: Math.min(2, availableParallelism()) }, copyTree);
for (const file of files)
  for (const pattern of TARGETS[file] ?? [])
    if (!(await passes(folders[0] as string, pattern)))
      throw new Error(`${pattern} fails without any mutant`);
await Promise.all(
  folders.map(async (folder) => {
    for (let next = work.shift(); next; next = work.shift()) {
      const { file, mutant } = next;
      const isAlive = await survives(folder, file, mutant);
      count += 1;
      seen.add(`${file} ${mutant.name}`);
      if (isAlive) alive.push(next);
      const mark = !isAlive ? "falls   " : EQUIVALENT[file]?.[mutant.name] ? "no matter" : "SURVIVES";
      console.log(`${count}/${total} ${mark} ${file}:${mutant.line} ${mutant.name.slice(0, 160)}`);
    }
  }),
);
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
