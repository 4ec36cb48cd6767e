import { BUILD, needsBuild } from "./run-build.ts";
import { runCommand } from "./run-command.ts";
import { type RunContext, toAlone } from "./run-context.ts";
import { runNodeTests } from "./run-node-tests.ts";
import type { PlannedSuite } from "./run-plan.ts";
import type { FileResult, SuiteResult } from "./run-result.ts";

interface Run extends Pick<RunContext, "grep" | "signal" | "progress"> {
  command: string;
}

/** Runs the suites in their order. Commands that follow each other run at the same time. */
export async function runSuites(planned: readonly PlannedSuite[], run: Run): Promise<SuiteResult[]> {
  const suites = planned.some(needsMissingBuild(planned)) ? [toBuild(), ...planned] : planned;
  const results: SuiteResult[] = [];
  if (suites.some(({ suite }) => suite.kind !== "command" && suite.browser)) await provideBrowser(run);
  for (const batch of toBatches(suites)) {
    if (run.signal.aborted) break;
    const total = batch.reduce((sum, { files }) => sum + Math.max(files.length, 1), 0);
    run.progress.begin(batch.map(({ name }) => name).join(", "), total);
    results.push(...(await Promise.all(batch.map((each) => timed(each, run)))));
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
    if (each.suite.kind === "command" && last?.[0]?.suite.kind === "command") last.push(each);
    else batches.push([each]);
  }
  return batches;
}

async function timed(planned: PlannedSuite, { command, ...run }: Run): Promise<SuiteResult> {
  const startedAt = performance.now();
  const context = { ...run, suite: planned.name, alone: toAlone(command, planned) };
  const files = await runSuite(planned, context);
  const seconds = (performance.now() - startedAt) / 1000;
  return { name: planned.name, isCommand: planned.suite.kind === "command", seconds, files };
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
    return runBrowserTests(suite, files, context);
  }
  const runFiles = () => runNodeTests(suite, files, context);
  return suite.postgres ? onPostgres(runFiles) : runFiles();
}

/** Tests that start browsers at the same time must not install one at the same time. */
async function provideBrowser({ progress }: Run): Promise<void> {
  const { ensureBrowser } = await import("./browser.ts");
  process.env.CHROME_PATH = ensureBrowser();
  progress.print(`browser: ${process.env.CHROME_PATH}\n`);
}

/** One PostgreSQL server for all files of a suite. */
async function onPostgres<T>(runFiles: () => Promise<T>): Promise<T> {
  const { startPostgres } = await import("./postgres.ts");
  const server = await startPostgres();
  Object.assign(process.env, { TEST_STORE: "postgres", TEST_POSTGRES_URL: server.url });
  try {
    return await runFiles();
  } finally {
    delete process.env.TEST_STORE;
    delete process.env.TEST_POSTGRES_URL;
    await server.remove();
  }
}
