import { COMMANDS } from "./commands.ts";
import { CommandError, UsageError } from "./program/command-error.ts";
import { programName } from "./program/program-name.ts";
import type { Terminal } from "./program/terminal.ts";

/**
 * Runs `request-checkout` with these arguments. Errors are printed here, in one style.
 * @returns the exit code: 1 where a command failed, 2 where the command line is wrong
 */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first = "", ...rest] = args;
  const isHelp = ["help", "--help", "-h"].includes(first);
  const name = first === "help" && rest[0] !== undefined ? rest[0] : first;
  if (name === "--version" || isAskedFor(rest, "--version")) return printVersion(terminal);
  if (isHelp && name === first) {
    terminal.print(listCommands(terminal));
    return 0;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) {
    const fault = name === "" ? "No command is given." : `There is no command ${name}.`;
    terminal.say(`${fault}\n\n${listCommands(terminal)}`);
    return 2;
  }
  const program = programName(name, terminal);
  try {
    const { command } = await entry.load();
    if (!isHelp && !isAskedFor(rest, "--help") && !isAskedFor(rest, "-h"))
      return await command.run(rest, terminal, program);
    terminal.print(command.help(program));
    return 0;
  } catch (error) {
    return sayError(error, terminal, program);
  }
}

/** Before `--`, behind which there are no options. */
function isAskedFor(args: readonly string[], option: string): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end === -1 ? undefined : end).includes(option);
}

async function printVersion(terminal: Terminal): Promise<number> {
  const { packageVersion } = await import("../http/widget-files.ts");
  terminal.print(packageVersion());
  return 0;
}

function listCommands(terminal: Terminal): string {
  const program = programName(undefined, terminal);
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    `Usage: ${program} <command> [options]`,
    lines.join("\n"),
    `${program} <command> --help describes a command. ${program} --version prints the version.`,
  ].join("\n\n");
}

function sayError(error: unknown, { say }: Terminal, program: string): number {
  if (error instanceof UsageError) say(`${program}: ${error.message} See ${program} --help.`);
  else if (error instanceof CommandError) say(error.message);
  else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return error instanceof CommandError ? error.exitCode : 1;
}
