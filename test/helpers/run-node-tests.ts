import { globSync } from "node:fs";
import { run } from "node:test";
import { fileURLToPath } from "node:url";
import type { RunContext } from "./run-context.ts";
import { type Counts, type Report, readEvents } from "./run-events.ts";
import type { NodeSuite } from "./run-plan.ts";
import type { FileResult } from "./run-result.ts";
import { isSoak } from "./scale.ts";

/** A test takes far less; one that hangs is given up, and counts as failed. */
const TEST_TIMEOUT_MS = 60_000;
/** The same for a process: it may hang before its first test, or leave something running behind its last. */
const PROCESS_TIMEOUT_MS = isSoak ? 1_800_000 : 150_000;
/** Imports the files that it is given. */
const SHARED_PROCESS = fileURLToPath(new URL("run-shared-process.ts", import.meta.url));

/** Runs a suite's files with node:test: each in a process of its own, but those of pure functions in one. */
export async function runNodeTests(
  { pure = [] }: NodeSuite,
  files: readonly string[],
  context: RunContext,
): Promise<FileResult[]> {
  const shared = new Set(globSync(pure).filter((file) => files.includes(file)));
  const jobs = files.filter((file) => shared.size < 2 || !shared.has(file)).map((file) => [file]);
  if (shared.size >= 2) jobs.unshift([...shared]);
  const run = async (job: readonly string[]): Promise<FileResult[]> => {
    if (context.signal.aborted) return [];
    return job.length > 1 ? runTogether(job, context) : runAlone(job[0] ?? "", context);
  };
  return (await Promise.all(jobs.map((job) => context.withSlot(() => run(job))))).flat();
}

async function runAlone(file: string, context: RunContext): Promise<FileResult[]> {
  const startedAt = performance.now();
  const { progress, grep } = context;
  // Tests that another file defines are this file's all the same.
  const alone: RunContext["alone"] = (_definedIn, fullName) => context.alone(file, fullName);
  const { files, isBroken } = await readEvents(startProcess([file], context), alone, (text) =>
    progress.print(text),
  );
  const counts = sumCounts([...files.values()]);
  if (isBroken) counts.failed++;
  else if (files.size === 0 && grep === undefined) {
    progress.print(`\n✗ ${file} holds no test\n\n`);
    counts.failed++;
  }
  return finish(file, { ...counts, ms: performance.now() - startedAt }, context);
}

function sumCounts(all: readonly Counts[]): Counts {
  const sum = { passed: 0, failed: 0, skipped: 0, ms: 0 };
  for (const { passed, failed, skipped, ms } of all) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
    sum.ms += ms;
  }
  return sum;
}

/** When the process fails as a whole, nobody can say whose fault it is: each file runs again, alone. */
async function runTogether(files: readonly string[], context: RunContext): Promise<FileResult[]> {
  const report = await collectShared(files, context);
  const isWhole = !report.isBroken && files.every((file) => report.files.has(file));
  if (isWhole || (!report.isBroken && context.grep !== undefined)) {
    context.progress.print(report.text);
    return files.flatMap((file) => finish(file, report.files.get(file), context));
  }
  const results: FileResult[] = [];
  for (const file of files) results.push(...(await runAlone(file, context)));
  return results;
}

async function collectShared(files: readonly string[], context: RunContext): Promise<Report> {
  const texts: string[] = [];
  const events = startProcess([SHARED_PROCESS], context, files);
  const report = await readEvents(events, context.alone, (text) => texts.push(text));
  return { ...report, text: texts.join("") };
}

function startProcess(
  files: readonly string[],
  { grep, signal, env }: RunContext,
  argv: readonly string[] = [],
) {
  return run({
    files,
    argv,
    env,
    timeout: TEST_TIMEOUT_MS,
    signal: AbortSignal.any([signal, AbortSignal.timeout(PROCESS_TIMEOUT_MS)]),
    execArgv: ["--disable-warning=ExperimentalWarning"],
    ...(grep === undefined ? {} : { testNamePatterns: [new RegExp(grep)] }),
  });
}

/** With a pattern, a file without a test that matches has no result. */
function finish(file: string, counts: Counts | undefined, { progress }: RunContext): FileResult[] {
  const { passed = 0, failed = 0, skipped = 0, ms = 0 } = counts ?? {};
  const result =
    passed + failed + skipped > 0 ? { name: file, passed, failed, skipped, seconds: ms / 1000 } : undefined;
  progress.finish(result);
  return result ? [result] : [];
}
