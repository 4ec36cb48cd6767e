import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { type Config, ConfigError, parseConfig } from "../../config/config.ts";
import { asCommandError, CommandError } from "./command-error.ts";

export type Environment = Record<string, string | undefined>;

/**
 * Adds the settings of a file to the environment, whose own variables win: `--env-file FILE`, else `.env` where there is one.
 * @throws {CommandError} where the file cannot be read
 */
export function loadSettings(environment: Environment, envFile: string | undefined): void {
  const settings = readSettings(envFile ?? ".env", envFile === undefined);
  for (const [name, value] of Object.entries(settings)) environment[name] ??= value;
}

function readSettings(path: string, isOptional: boolean): Environment {
  try {
    return parseEnv(readFileSync(path, "utf8").replace(/^\ufeff/, ""));
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && isOptional) return {};
    throw new CommandError(`${isOptional ? "" : "--env-file: "}${reasonOf(code, path)}`);
  }
}

function reasonOf(code: string, path: string): string {
  if (code === "ENOENT") return `${path} does not exist.`;
  if (code === "EACCES" || code === "EPERM")
    return `${path} may not be read by this user. Run the command as a user who may, for example with sudo.`;
  if (code === "EISDIR") return `${path} is a folder, not a file of settings.`;
  return `${path} cannot be read (${code}).`;
}

/** @throws {CommandError} that names every wrong variable */
export function readConfig(environment: Environment): Config {
  try {
    return parseConfig(environment);
  } catch (error) {
    throw asCommandError(error, ConfigError);
  }
}
