/** A command cannot do what it was asked to. Only the message is printed, without a stack. */
export class CommandError extends Error {
  override name = "CommandError";
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The command line is wrong. One line is printed, which names the command's `--help`. */
export class UsageError extends CommandError {
  override name = "UsageError";

  /** Some commands have always ended with 1 where a value is wrong. */
  constructor(message: string, exitCode = 2) {
    super(message, exitCode);
  }
}

/** Errors whose message is written for whoever runs the command: repeated without a stack, the rest unchanged. */
export function asCommandError(error: unknown, ...expected: (new (...args: never[]) => Error)[]): unknown {
  return error instanceof Error && expected.some((kind) => error instanceof kind)
    ? new CommandError(error.message)
    : error;
}
