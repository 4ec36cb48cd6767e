import { parseArgs } from "node:util";

/** What the command line of `npm test` asks for. */
export interface RunArguments {
  /** Names of suites. None: all of them. */
  only: readonly string[];
  /** A regular expression for the full names of tests: the names of their groups and their own, separated by spaces. */
  grep: string | undefined;
  watch: boolean;
  help: boolean;
  /** Files or folders. None: all files of the suites. */
  paths: readonly string[];
}

/** The command line is wrong. The message is one line. */
export class UsageError extends Error {}

/** @throws {UsageError} on an unknown option, a missing value, or a pattern that is no regular expression */
export function readArguments(argv: readonly string[]): RunArguments {
  const { values, positionals } = parse(argv);
  const { only = [], grep, watch = false, help = false } = values;
  if (grep !== undefined && !isPattern(grep))
    throw new UsageError(`--grep ${grep} is not a regular expression.`);
  if (watch && only.length !== 1) throw new UsageError("--watch needs exactly one --only SUITE.");
  return { only, grep, watch, help, paths: positionals };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        only: { type: "string", multiple: true },
        grep: { type: "string" },
        watch: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.\s|\n/);
    throw new UsageError(`${sentence?.replace(/\.$/, "")}. See --help.`);
  }
}

function isPattern(text: string): boolean {
  try {
    return !!new RegExp(text);
  } catch {
    return false;
  }
}

export function usageText(command: string, suites: readonly string[]): string {
  return `Usage: ${command} [options] [file or folder ...]

Runs all tests, or those of the files and folders that are given.

Options:
  --only SUITE     run this suite only; may be repeated
  --grep PATTERN   run only tests whose full name (groups and test, separated by spaces) matches this regular expression
  --watch          run again when a source or test file changes; needs exactly one --only
  -h, --help       print this text

Suites: ${suites.join(", ")}

Exit codes: 0 all passed; 1 a test failed, or none ran; 2 the command line is wrong; 130 interrupted.
`;
}
