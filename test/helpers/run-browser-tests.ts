import { relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type Logger,
  type Reporter,
  startTestRunner,
  type TestRunnerConfig,
  type TestSession,
} from "@web/test-runner";
import { type RunContext, toFailure } from "./run-context.ts";
import type { BrowserSuite } from "./run-plan.ts";
import type { FileResult } from "./run-result.ts";

type Group = NonNullable<TestSession["testResults"]>;
type Test = Group["tests"][number] & { fullName: string };
type Problem = TestSession["errors"][number];

/** Runs the elements' tests in a browser. A file that can't be loaded, or that holds no test, counts as a failed test. */
export async function runBrowserTests(
  { config: path }: BrowserSuite,
  files: readonly string[],
  context: RunContext,
): Promise<FileResult[]> {
  const { default: config } = (await import(pathToFileURL(resolve(path)).href)) as {
    default: TestRunnerConfig;
  };
  const results: FileResult[] = [];
  const runner = await startTestRunner({
    autoExitProcess: false,
    readCliArgs: false,
    readFileConfig: false,
    config: {
      ...config,
      files: [...files],
      staticLogging: true,
      logger: toLogger(context),
      reporters: [toReporter(context, results)],
      testFramework: {
        config: { ...(config.testFramework?.config as object | undefined), ...toGrep(context) },
      },
    },
  });
  if (!runner) return [{ name: path, passed: 0, failed: 1, skipped: 0, seconds: 0 }];
  context.signal.addEventListener("abort", () => runner.stop());
  await new Promise((done) => runner.on("stopped", done));
  return results;
}

/** mocha reads `/…/` as a regular expression. */
function toGrep({ grep }: RunContext): { grep?: string } {
  return grep === undefined ? {} : { grep: String(new RegExp(grep)) };
}

/** Passes on errors only. */
function toLogger({ progress }: RunContext): Logger {
  const print = (...texts: unknown[]) => {
    const text = texts.join(" ").trim();
    if (text !== "") progress.print(`${text}\n`);
  };
  const ignore = () => {};
  return {
    log: ignore,
    debug: ignore,
    group: ignore,
    groupEnd: ignore,
    warn: print,
    error: print,
    logSyntaxError: ({ message }) => print(message),
  };
}

function toReporter(context: RunContext, results: FileResult[]): Reporter {
  let startedAt = performance.now();
  return {
    reportTestFileResults({ sessionsForTestFile, testFile }) {
      // One page at a time: a file starts when the one before is done.
      const seconds = (performance.now() - startedAt) / 1000;
      startedAt = performance.now();
      const name = relative(".", testFile);
      const result = { name, passed: 0, failed: 0, skipped: 0, seconds };
      for (const session of sessionsForTestFile) add(result, session, context);
      const isEmpty = result.passed + result.failed + result.skipped === 0;
      if (!isEmpty) results.push(result);
      context.progress.finish(isEmpty ? undefined : result);
    },
  };
}

function add(result: FileResult, session: TestSession, { grep, progress, alone }: RunContext): void {
  const { name } = result;
  // A test that the pattern excludes is listed, but neither passed nor failed.
  const tests = (session.testResults ? flatten(session.testResults) : []).filter(
    ({ passed, skipped, error }) => grep === undefined || passed || skipped || error,
  );
  for (const { fullName, passed, skipped, error } of tests) {
    if (skipped) result.skipped++;
    else if (passed) result.passed++;
    else {
      result.failed++;
      progress.print(toFailure(`${fullName} (${name})`, toText(error), alone(name, fullName)));
    }
  }
  const isEmpty = tests.length === 0 && grep === undefined && session.errors.length === 0;
  const problems: Problem[] = isEmpty ? [{ message: "it holds no test" }] : session.errors;
  for (const problem of problems) {
    result.failed++;
    progress.print(toFailure(name, toText(problem), alone(name)));
  }
  for (const log of session.logs) progress.print(`${log.join(" ")}\n`);
  if (problems.length > 0) for (const url of session.request404s) progress.print(`    not found: ${url}\n`);
}

function flatten({ name, tests, suites }: Group, names: readonly string[] = []): Test[] {
  const path = name === "" ? names : [...names, name];
  return [
    ...tests.map((test) => ({ ...test, fullName: [...path, test.name].join(" ") })),
    ...suites.flatMap((suite) => flatten(suite, path)),
  ];
}

function toText(problem: Problem | undefined): string {
  const { name = "Error", message = "unknown", stack = "", expected, actual } = problem ?? {};
  const values = expected === undefined ? [] : [`expected: ${expected}`, `actual:   ${actual}`];
  const frames = stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.replace(/https?:\/\/localhost:\d+\//, "").replace(/\?wtr-session-id=[\w-]+/, ""));
  return [`${name}: ${message}`, ...values, ...frames].join("\n");
}
