/** How many tests passed and failed. */
export interface Tally {
  passed: number;
  failed: number;
}

export interface FileResult extends Tally {
  /** The path of a test file, or a command. */
  name: string;
  skipped: number;
  seconds: number;
}

export interface SuiteResult {
  name: string;
  /** One of the project's tools: it has no test files. */
  isCommand: boolean;
  seconds: number;
  files: readonly FileResult[];
}

const SLOWEST = 10;

export function sumTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    { passed: 0, failed: 0 },
  );
}

export function toLine({ name, passed, failed, skipped, seconds }: FileResult): string {
  const total = passed + failed + skipped;
  const skips = skipped > 0 ? `, ${skipped} skipped` : "";
  return `  ${passed}/${total}${skips}  ${name}  ${toSeconds(seconds)}\n`;
}

/** The slowest files and the time of each suite. */
export function toSummary(suites: readonly SuiteResult[]): string {
  const files = suites
    .filter(({ isCommand }) => !isCommand)
    .flatMap((suite) => suite.files.map((file) => ({ ...file, suite: suite.name })));
  const slowest = files.sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
  return [
    ...(slowest.length > 0 ? ["", "slowest files"] : []),
    ...slowest.map(({ seconds, name, suite }) => `${column(seconds)}  ${name} (${suite})`),
    "",
    "suites, in seconds of file time",
    ...suites.map(({ name, seconds, files: of }) => {
      const { passed, failed } = sumTallies(of);
      return `${column(seconds)}  ${name}: ${passed} passed, ${failed} failed`;
    }),
    "",
  ].join("\n");
}

function toSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}

function column(seconds: number): string {
  return toSeconds(seconds).padStart(9);
}
