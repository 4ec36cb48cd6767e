import { startTestRunner } from "@web/test-runner";
import type { Tally } from "./tally.ts";

interface Group {
  tests: readonly { passed: boolean; skipped: boolean }[];
  suites: readonly Group[];
}

/** Runs the element's tests in a browser. A file that could not be run, or that holds no test, counts as a failed test. */
export async function runBrowserTests(configPath: string): Promise<Tally> {
  const runner = await startTestRunner({
    autoExitProcess: false,
    argv: ["--config", configPath],
  });
  if (!runner) return { passed: 0, failed: 1 };
  await new Promise((resolve) => runner.on("stopped", resolve));
  const tally = { passed: 0, failed: 0 };
  for (const { passed, testResults } of runner.sessions.all()) {
    const tests = (testResults ? flatten(testResults) : []).filter(({ skipped }) => !skipped);
    const failed = tests.filter((test) => !test.passed).length;
    tally.passed += tests.length - failed;
    tally.failed += failed > 0 || (passed && tests.length > 0) ? failed : 1;
  }
  return tally;
}

function flatten({ tests, suites }: Group): Group["tests"] {
  return [...tests, ...suites.flatMap(flatten)];
}
