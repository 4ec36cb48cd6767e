import { join } from "node:path";
import { type DemoOptions, startDemo } from "../../demo/start-demo.ts";
import { checkDatabase } from "../../server/doctor/database.ts";
import { type DiagnoseOptions, diagnose } from "../../server/doctor/diagnose.ts";
import type { Finding } from "../../server/doctor/finding.ts";
import { PAYEE } from "../helpers/events.ts";
import { shared } from "../helpers/shared.ts";
import { diskFolder, type Scope } from "../helpers/temporary-folder.ts";
import { UNLIMITED } from "../helpers/unlimited.ts";

type Environment = Record<string, string | undefined>;

export const ADMIN_TOKEN = "the-merchants-own-token";

/** A companion and the sandbox that it works with, both running, and the environment that they were started by. */
export interface Clinic {
  environment: Environment;
  pages: string;
  sandbox: string;
  companion: string;
  /** Diagnoses the same environment but for what is changed. */
  diagnose(changes?: Environment, options?: Partial<DiagnoseOptions>): Promise<Finding[]>;
}

export async function startClinic(t: Scope, options: DemoOptions = {}): Promise<Clinic> {
  const DATABASE_URL = `sqlite:${join(diskFolder(t), "checkouts.db")}`;
  const demo = await startDemo({
    ports: [0, 0, 0],
    ...options,
    sandbox: { ratePerSecond: 1000, ...options.sandbox },
    companion: { ADMIN_TOKEN, DATABASE_URL, LOG_LEVEL: "silent", ...options.companion },
  });
  t.after(() => demo.close());
  const environment = {
    PUBLIC_URL: demo.companion.origin,
    ALLOWED_ORIGINS: demo.pages.origin,
    REQUEST_API_URL: demo.sandbox.origin,
    REQUEST_API_KEY: "sk_sandbox",
    REQUEST_CLIENT_ID: "cli_sandbox",
    REQUEST_ORIGIN: demo.pages.origin,
    REQUEST_PAYEE: PAYEE,
    REQUEST_WEBHOOK_SECRET: "whsec_sandbox",
    OPEN_AMOUNTS: "USDC-base:1-500",
    ADMIN_TOKEN,
    DATABASE_URL,
  };
  return {
    environment,
    pages: demo.pages.origin,
    sandbox: demo.sandbox.origin,
    companion: demo.companion.origin,
    diagnose: (changes = {}, rest = {}) =>
      diagnoseAll({ environment: { ...environment, ...changes }, ...rest }),
  };
}

/** One for all tests of the suite that calls this. */
export function shareClinic(): () => Clinic {
  return shared(startClinic);
}

export function diagnoseAll(options: DiagnoseOptions): Promise<Finding[]> {
  return all(diagnose({ limiter: UNLIMITED, ...options }));
}

/** What the database's check alone says, as `pass …`. */
export async function databaseLines(url: string): Promise<string[]> {
  return (await all(checkDatabase(url))).map(({ verdict, says }) => `${verdict} ${says}`);
}

async function all(found: AsyncIterable<Finding>): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of found) findings.push(finding);
  return findings;
}

/** What is not well, as `fail API: …`. */
export function complaints(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ verdict }) => verdict === "fail" || verdict === "warn")
    .map(({ verdict, check, says }) => `${verdict} ${check}: ${says}`);
}
