import { globSync, readFileSync } from "node:fs";
import { run } from "node:test";
import { fileURLToPath } from "node:url";
import type { RunContext } from "./run-context.ts";
import { type Counts, type Reading, readEvents } from "./run-events.ts";
import type { NodeSuite } from "./run-plan.ts";
import type { FileResult } from "./run-result.ts";
import { isSoak } from "./scale.ts";

/** A test takes far less; one that hangs is given up, and counts as failed. */
const TEST_TIMEOUT_MS = 60_000;
/** The same for a process: it may hang before its first test, or leave something running behind its last. */
const PROCESS_TIMEOUT_MS = isSoak ? 7_200_000 : 150_000;
const FILES_A_PROCESS = 6;
/** Imports the files that it is given. */
const SHARED_PROCESS = fileURLToPath(new URL("run-shared-process.ts", import.meta.url));

/** Runs a suite's files with node:test, several in a process. With a pattern, or in the soak, each has its own. */
export async function runNodeTests(
  { alone = [] }: NodeSuite,
  files: readonly string[],
  context: RunContext,
): Promise<FileResult[]> {
  const apart = new Set(globSync(alone));
  const single = new Set(
    files.filter((file) => context.grep !== undefined || isSoak || apart.has(file) || awaitsAtTop(file)),
  );
  const jobs = [
    ...deal(files.filter((file) => !single.has(file))),
    ...files.filter((file) => single.has(file)).map((file) => [file]),
  ];
  const run = async (job: readonly string[]): Promise<FileResult[]> => {
    if (context.signal.aborted) return [];
    return job.length > 1 ? runTogether(job, context) : runAlone(job[0] ?? "", context);
  };
  return (await Promise.all(jobs.map((job) => context.withSlot(() => run(job))))).flat();
}

/** Whether a file awaits something before it names its tests: node:test would count them as another file's of its process. */
function awaitsAtTop(file: string): boolean {
  return /^(?:(?:const|let) .*= )?await /m.test(readFileSync(file, "utf8"));
}

/** Neighbours go to different processes: they are often equally slow. */
function deal(files: readonly string[]): string[][] {
  const count = Math.ceil(files.length / FILES_A_PROCESS);
  return Array.from({ length: count }, (_, group) => files.filter((_file, index) => index % count === group));
}

async function runAlone(file: string, context: RunContext): Promise<FileResult[]> {
  const startedAt = performance.now();
  const report = await readEvents(startProcess([file], context), toReading(context, file));
  const counts = report.files.get(file) ?? { passed: 0, failed: 0, skipped: 0, ms: 0 };
  if (report.isBroken) counts.failed++;
  else if (!report.files.has(file) && context.grep === undefined) failEmpty(file, counts, context);
  return finish(file, { ...counts, ms: performance.now() - startedAt }, context);
}

function toReading({ alone, progress }: RunContext, file?: string): Reading {
  return { file, alone, print: (text) => progress.print(text) };
}

function failEmpty(file: string, counts: Counts, { progress }: RunContext): void {
  progress.print(`\n✗ ${file} holds no test\n\n`);
  counts.failed++;
}

/** When the process fails as a whole, nobody can say whose fault it is: each file runs again, alone. */
async function runTogether(files: readonly string[], context: RunContext): Promise<FileResult[]> {
  const texts: string[] = [];
  const events = startProcess([SHARED_PROCESS], context, files);
  const report = await readEvents(events, { ...toReading(context), print: (text) => texts.push(text) });
  const results: FileResult[] = [];
  if (!report.isBroken && files.every((file) => report.files.has(file))) {
    context.progress.print(texts.join(""));
    for (const file of files) {
      const counts = report.files.get(file) as Counts;
      if (counts.passed + counts.failed + counts.skipped === 0) failEmpty(file, counts, context);
      results.push(...finish(file, counts, context));
    }
  } else for (const file of files) results.push(...(await runAlone(file, context)));
  return results;
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
    signal: AbortSignal.any([signal, AbortSignal.timeout(PROCESS_TIMEOUT_MS * Math.max(argv.length, 1))]),
    execArgv: ["--disable-warning=ExperimentalWarning"],
    ...(grep === undefined ? {} : { testNamePatterns: [new RegExp(grep)] }),
  });
}

/** With a pattern, a file without a test that matches has no result. */
function finish(
  file: string,
  { passed, failed, skipped, ms }: Counts,
  { progress }: RunContext,
): FileResult[] {
  const result =
    passed + failed + skipped > 0 ? { name: file, passed, failed, skipped, seconds: ms / 1000 } : undefined;
  progress.finish(result);
  return result ? [result] : [];
}
