import { isIPv6 } from "node:net";
import type { z } from "zod";
import { EnvironmentSchema, PAIRS } from "./environment.ts";
import { readSecretFiles } from "./secret-files.ts";

type Environment = Record<string, string | undefined>;
type Variables = Partial<z.infer<typeof EnvironmentSchema>>;

/**
 * Reads each variable by itself, so that all faults are named at once. `env` holds those that are valid, with their defaults; `given` what
 * was set, with the contents of secret files.
 */
export function readVariables(
  environment: Environment,
  readFile?: (path: string) => string,
): { given: Environment; env: Variables; faults: string[] } {
  const { environment: whole, faults } = readSecretFiles(environment, readFile);
  const given: Environment = {};
  const env: Record<string, unknown> = {};
  // Some editors begin a file with a byte order mark, which then begins the name of the first variable in `.env`.
  const marked = Object.fromEntries(
    Object.entries(whole).map(([name, value]) => [name.replace(/^\ufeff/, ""), value]),
  );
  for (const [name, schema] of Object.entries(EnvironmentSchema.shape)) {
    const value = marked[name];
    if (value !== undefined && (value !== "" || name.endsWith("_SECRET"))) given[name] = value;
    if (given[name] === undefined && faults.some((fault) => fault.startsWith(`${name}_FILE `))) continue;
    if (given[name] !== undefined && isQuoted(given[name])) {
      faults.push(`${name} is in quotes: write the value without them`);
      continue;
    }
    const { success, data, error } = schema.safeParse(given[name]);
    if (success) env[name] = data;
    else faults.push(...new Set(error.issues.map(({ message }) => `${name} ${message}`)));
  }
  return { given, env: env as Variables, faults };
}

const QUOTES = ['""', "''", "``", "“”", "„“", "«»", "‘’", "‚‘"];

/** Some programs that read `NAME="value"` from a file keep the quotes, and word processors make their own. */
function isQuoted(value: string): boolean {
  return [value, ...value.split(",")]
    .map((part) => part.trim())
    .some((part) => part.length > 1 && QUOTES.includes(`${part.at(0)}${part.at(-1)}`));
}

/** Variables that are of no use without another one. */
export function pairFaults(given: Environment): string[] {
  const faults = PAIRS.filter(([one, other]) => given[one] && !given[other]).map(
    ([one, other]) => `${one} needs ${other} beside it`,
  );
  if (given.REQUEST_CURRENCY && !given.REQUEST_PAYEE)
    faults.push("REQUEST_CURRENCY needs REQUEST_PAYEE beside it");
  return faults;
}

/** How this machine reaches what listens at a host and a port: an address that means all of them is reached at its loopback. */
export function toLocalUrl(host: string, port: number): string {
  const [address = ""] = host.split("%", 1);
  if (address === "0.0.0.0") return `http://127.0.0.1:${port}`;
  if (!isIPv6(address)) return `http://${host}:${port}`;
  return `http://[${/^[0:]+$/.test(address) ? "::1" : address}]:${port}`;
}
