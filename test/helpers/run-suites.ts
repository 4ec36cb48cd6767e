import { BUILD, needsBuild } from "./run-build.ts";
import { runCommand } from "./run-command.ts";
import { type RunContext, toAlone } from "./run-context.ts";
import { runNodeTests } from "./run-node-tests.ts";
import type { PlannedSuite } from "./run-plan.ts";
import type { FileResult, SuiteResult } from "./run-result.ts";
import { createSlots } from "./run-slots.ts";

interface Run extends Pick<RunContext, "grep" | "signal" | "progress"> {
  command: string;
}

/** More than a small machine has cores: tests that drive a browser, or restart a server, wait most of the time. */
const PROCESSES_AT_ONCE = 4;

/** Commands that follow each other run at the same time, and so do suites of tests, which share the places in their order. */
export async function runSuites(planned: readonly PlannedSuite[], run: Run): Promise<SuiteResult[]> {
  const suites = planned.some(needsMissingBuild(planned)) ? [toBuild(), ...planned] : planned;
  const results: SuiteResult[] = [];
  if (suites.some(({ suite }) => suite.kind !== "command" && suite.browser)) await provideBrowser(run);
  const withSlot = createSlots(PROCESSES_AT_ONCE);
  for (const batch of toBatches(suites)) {
    if (run.signal.aborted) break;
    const total = batch.reduce((sum, { files }) => sum + Math.max(files.length, 1), 0);
    run.progress.begin(batch.map(({ name }) => name).join(", "), total);
    results.push(...(await Promise.all(batch.map((each) => timed(each, { ...run, withSlot })))));
  }
  return results;
}

function toBuild(): PlannedSuite {
  return { name: "build", suite: BUILD, files: [], borrowed: new Set() };
}

function needsMissingBuild(planned: readonly PlannedSuite[]) {
  const isPlanned = planned.some(({ name }) => name === "build");
  return ({ suite }: PlannedSuite) => !isPlanned && suite.kind !== "command" && needsBuild(suite.dist);
}

function toBatches(suites: readonly PlannedSuite[]): PlannedSuite[][] {
  const batches: PlannedSuite[][] = [];
  for (const each of suites) {
    const last = batches.at(-1);
    if (last && isCommand(each) === last.every(isCommand)) last.push(each);
    else batches.push([each]);
  }
  return batches;
}

function isCommand({ suite }: PlannedSuite): boolean {
  return suite.kind === "command";
}

async function timed(
  planned: PlannedSuite,
  { command, ...run }: Run & Pick<RunContext, "withSlot">,
): Promise<SuiteResult> {
  const context = { ...run, suite: planned.name, env: process.env, alone: toAlone(command, planned) };
  const files = await runSuite(planned, context);
  const seconds = files.reduce((sum, file) => sum + file.seconds, 0);
  return { name: planned.name, isCommand: isCommand(planned), seconds, files };
}

async function runSuite({ name, suite, files }: PlannedSuite, context: RunContext): Promise<FileResult[]> {
  if (suite.kind === "command") return [await runCommand(suite, context)];
  if (files.length === 0) {
    context.progress.print(`\n✗ no file matches ${suite.files.join(", ")}\n\n`);
    return [{ name, passed: 0, failed: 1, skipped: 0, seconds: 0 }];
  }
  if (suite.kind === "browser") {
    // Loaded where it is needed: it takes half a second.
    const { runBrowserTests } = await import("./run-browser-tests.ts");
    return context.withSlot(() => runBrowserTests(suite, files, context));
  }
  return suite.postgres
    ? onPostgres((env) => runNodeTests(suite, files, { ...context, env: { ...context.env, ...env } }))
    : runNodeTests(suite, files, context);
}

/** Tests that start browsers at the same time must not install one at the same time. */
async function provideBrowser({ progress }: Run): Promise<void> {
  const { ensureBrowser } = await import("./browser.ts");
  process.env.CHROME_PATH = ensureBrowser();
  progress.print(`browser: ${process.env.CHROME_PATH}\n`);
}

/** One PostgreSQL server for all files of a suite. */
async function onPostgres<T>(runFiles: (env: Record<string, string>) => Promise<T>): Promise<T> {
  const { startPostgres } = await import("./postgres.ts");
  const server = await startPostgres();
  try {
    return await runFiles({ TEST_STORE: "postgres", TEST_POSTGRES_URL: server.url });
  } finally {
    await server.remove();
  }
}
