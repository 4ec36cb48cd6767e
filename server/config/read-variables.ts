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
    const value = REFUSES_BLANKS.has(name) ? marked[name] : marked[name]?.trim();
    if (value !== undefined && (value !== "" || name.endsWith("_SECRET"))) given[name] = value;
    if (given[name] === undefined && faults.some((fault) => fault.startsWith(`${name}_FILE `))) continue;
    if (given[name] !== undefined && isQuoted(given[name])) {
      faults.push(`${name} is in quotes: write the value without them`);
      continue;
    }
    if (given[name] !== undefined && INVISIBLE.test(given[name])) {
      faults.push(`${name} holds characters that nobody sees: type it anew instead of copying it`);
      continue;
    }
    const { success, data, error } = schema.safeParse(given[name]);
    if (success) env[name] = data;
    else faults.push(...new Set(error.issues.map(({ message }) => `${name} ${message}`)));
  }
  return { given, env: env as Variables, faults };
}

/** A blank at the end of these is a mistake that their own rule names. Around all others it means nothing. */
const REFUSES_BLANKS: ReadonlySet<string> = new Set([
  "REQUEST_API_KEY",
  "REQUEST_CLIENT_ID",
  "NOTIFY_SECRET",
  "ADMIN_TOKEN",
  "ADMIN_READ_TOKEN",
]);
/** What web pages and documents put into what is copied from them: blanks without width, marks of direction, soft hyphens. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

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
  if (given.ADMIN_READ_TOKEN && given.ADMIN_READ_TOKEN === given.ADMIN_TOKEN)
    faults.push("ADMIN_READ_TOKEN must not be the same as ADMIN_TOKEN: whoever has it could change orders");
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
