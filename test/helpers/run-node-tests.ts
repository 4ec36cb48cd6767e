import { globSync } from "node:fs";
import { run } from "node:test";
import { briefly } from "./brief-reporter.ts";
import { isSoak } from "./scale.ts";
import { sumTallies, type Tally } from "./tally.ts";

/** A test takes far less; one that hangs is given up, and counts as failed. */
const TEST_TIMEOUT_MS = 60_000;
/** The same for a file: it may hang before its first test, or leave something running behind its last. */
const FILE_TIMEOUT_MS = isSoak ? 1_800_000 : 150_000;
/** As many as a small machine has cores. */
const FILES_AT_ONCE = 2;

/** Runs the node:test files of some patterns, each in a process of its own. No file at all is a failure. */
export async function runNodeTests(pattern: string | string[]): Promise<Tally> {
  const files = globSync(pattern).sort();
  if (files.length === 0) {
    console.log(`no tests: ${pattern}`);
    return { passed: 0, failed: 1 };
  }
  const tallies: Tally[] = [];
  const work = async () => {
    for (let file = files.shift(); file !== undefined; file = files.shift())
      tallies.push(await runFile(file));
  };
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, work));
  return sumTallies(tallies);
}

async function runFile(file: string): Promise<Tally> {
  const events = run({
    files: [file],
    timeout: TEST_TIMEOUT_MS,
    signal: AbortSignal.timeout(FILE_TIMEOUT_MS),
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  let tally: Tally = { passed: 0, failed: 1 };
  events.on("test:summary", ({ file: isPartly, counts: { tests, passed, skipped, todo } }) => {
    if (isPartly === undefined) tally = { passed, failed: tests - passed - skipped - todo };
  });
  for await (const text of events.compose(briefly)) process.stdout.write(text as string);
  return tally;
}
