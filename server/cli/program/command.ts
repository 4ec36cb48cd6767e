import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { UsageError } from "./command-error.ts";
import { type Environment, loadSettings } from "./settings.ts";
import type { Terminal } from "./terminal.ts";

interface Described {
  /** Stands for the value in the help, such as `FILE`. */
  value?: string;
  help: string;
}

export type Options = { [Name in string]: ParseArgsOptionsConfig[string] & Described };

/** Set by the layer, for every command that reads settings. */
const ENV_FILE = {
  type: "string",
  value: "FILE",
  help: "read the settings from this file instead of .env",
} as const;
const HELP = { type: "boolean", short: "h", help: "print this" } as const;

type ValuesOf<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>["values"];

export interface CommandContext<O extends Options> extends Terminal {
  values: ValuesOf<O>;
  positionals: string[];
  /** The environment, with the settings of `.env` or `--env-file` where the command reads them. */
  env: Environment;
  /** Aborted when the command is interrupted. */
  signal: AbortSignal;
  /** How this command was called, such as `npm run doctor --`. */
  program: string;
}

export interface CommandDefinition<O extends Options> {
  /** What follows the command in its usage line. Default: `[options]`. */
  usage?: string;
  /** What it does, in the help above the options. */
  about: string;
  options: O;
  /** Below the options. */
  notes?: string;
  /** How many arguments that are no options it takes at most. Default: 0. */
  positionals?: number;
  /** It reads the environment and `.env`, and takes `--env-file`. */
  readsSettings?: boolean;
  /** It serves until a signal ends it, and handles signals itself. */
  isServer?: boolean;
  /** @returns the exit code; undefined for 0 */
  run: (context: CommandContext<O>) => Promise<undefined | number>;
}

export interface Command {
  help(program: string): string;
  run(args: string[], terminal: Terminal, program: string): Promise<number>;
}

const NEVER = new AbortController().signal;

/** A command of the program: its options are described once, for parsing and for its help. */
export function defineCommand<const O extends Options>(definition: CommandDefinition<O>): Command {
  const { readsSettings = false, isServer = false } = definition;
  const options: Options = {
    ...definition.options,
    ...(readsSettings && { "env-file": ENV_FILE }),
    help: HELP,
  };
  return {
    help: (program) => toHelp(definition, options, program),
    async run(args, terminal, program) {
      const { values: parsed, positionals } = parseArguments(args, options, definition.positionals ?? 0);
      const { help, "env-file": envFile, ...values } = parsed;
      if (readsSettings) loadSettings(terminal.env, envFile as string | undefined);
      const context = { ...terminal, positionals, program, values: values as ValuesOf<O> };
      const signal = isServer ? NEVER : terminal.watchInterrupts();
      return (await definition.run({ ...context, signal })) ?? 0;
    },
  };
}

/** @throws {UsageError} */
function parseArguments(args: string[], options: Options, most: number) {
  try {
    const parsed = parseArgs({ args, options, allowPositionals: true });
    const unexpected = parsed.positionals[most];
    if (unexpected === undefined) return parsed;
    throw new UsageError(`unexpected argument ${unexpected}.`);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (!code.startsWith("ERR_PARSE_ARGS")) throw error;
    const [, unknown] = /^Unknown option '([^']+)'/.exec(message) ?? [];
    throw new UsageError(unknown ? `unknown option ${unknown}.` : `${message.split(/[.\n]/)[0]}.`);
  }
}

function toHelp<O extends Options>(
  { usage = "[options]", about, notes }: CommandDefinition<O>,
  options: Options,
  program: string,
): string {
  const names = Object.entries(options).map(
    ([name, { value, help }]) => [`--${name}${value ? ` ${value}` : ""}`, help] as const,
  );
  const width = Math.max(...names.map(([name]) => name.length));
  const lines = names.map(
    ([name, help]) => `  ${name.padEnd(width)}  ${help.replaceAll("\n", `\n${" ".repeat(width + 4)}`)}`,
  );
  return [`Usage: ${program} ${usage}`, about, lines.join("\n"), ...(notes ? [notes] : [])].join("\n\n");
}
