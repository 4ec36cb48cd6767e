import { type RunArguments, readArguments, UsageError, usageText } from "./run-arguments.ts";
import { useCompileCache } from "./run-compile-cache.ts";
import { type PlannedSuite, planRun, type Suites } from "./run-plan.ts";
import { Progress } from "./run-progress.ts";
import { sumTallies, toSummary } from "./run-result.ts";
import { runSuites } from "./run-suites.ts";
import { watch } from "./run-watch.ts";

const INTERRUPTED = 130;

/**
 * The runner's command line.
 * @param command how it is started, such as `npm test --`
 * @returns the exit code
 */
export async function main(suites: Suites, command: string): Promise<number> {
  const argv = process.argv.slice(2);
  try {
    const options = readArguments(argv);
    if (options.help) {
      process.stdout.write(usageText(command, Object.keys(suites)));
      return 0;
    }
    const planned = planRun(suites, options);
    return options.watch ? await watch(argv) : await runOnce(planned, options, command);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return 2;
  }
}

async function runOnce(
  planned: readonly PlannedSuite[],
  { grep }: RunArguments,
  command: string,
): Promise<number> {
  useCompileCache();
  const signal = interruption();
  const progress = new Progress();
  const results = await runSuites(planned, { grep, signal, progress, command });
  progress.end();
  const { passed, failed } = sumTallies(results.flatMap(({ files }) => files));
  if (passed + failed > 0) process.stdout.write(toSummary(results));
  if (signal.aborted) console.log("\nInterrupted: not all tests ran.");
  else if (passed + failed === 0)
    console.log(grep === undefined ? "\nNo test ran." : `\nNo test matches --grep ${grep}.`);
  console.log(`\n${passed} passed, ${failed} failed`);
  if (signal.aborted) return INTERRUPTED;
  return failed > 0 || passed === 0 ? 1 : 0;
}

/** Aborted by SIGINT or SIGTERM. A later one ends the process; one at the same time is the same: a terminal and `--watch` both send it. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  let interruptedAt = 0;
  const interrupt = () => {
    if (interruptedAt > 0 && Date.now() - interruptedAt > 1000) process.exit(INTERRUPTED);
    interruptedAt ||= Date.now();
    controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, interrupt);
  return controller.signal;
}
