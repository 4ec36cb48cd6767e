import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BARE_ENVIRONMENT } from "./bare-environment.ts";
import { CATALOG, environment } from "./companion.ts";
import { freePort } from "./free-port.ts";

const MAIN = new URL("../../server/cli/bin.js", import.meta.url).pathname;

export interface CompanionProcess {
  child: ChildProcess;
  /** Undefined where it ended before it listened. */
  url: string | undefined;
  ended: Promise<unknown[]>;
  output: () => string;
}

export interface ProcessOptions {
  folder: string;
  environment: Record<string, string | undefined>;
  /** Another script than what `npm start` runs. */
  script?: string | undefined;
  /** A command that runs it, such as a tracer. */
  wrapper?: readonly string[];
}

/** The companion as a process of its own, in a folder; resolves once it listens or has ended. */
export async function spawnCompanion({
  folder,
  environment: changes,
  script,
  wrapper = [],
}: ProcessOptions): Promise<CompanionProcess> {
  writeFileSync(join(folder, "catalog.json"), JSON.stringify(CATALOG));
  const [command = "", ...args] = [
    ...wrapper,
    process.execPath,
    "--disable-warning=ExperimentalWarning",
    ...(script === undefined ? [MAIN, "start"] : [script]),
  ];
  const env = { ...BARE_ENVIRONMENT, PORT: String(await freePort()), ...changes };
  const child = spawn(command, args, { cwd: folder, env: env as NodeJS.ProcessEnv });
  const ended = once(child, "exit");
  let printed = "";
  const url = await new Promise<string | undefined>((resolve) => {
    const read = (chunk: Buffer) => {
      printed += chunk;
      const listening = /listening at (http:\/\/[\d.:]+)/.exec(printed);
      if (listening) resolve(listening[1]);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.on("exit", () => resolve(undefined));
  });
  return {
    child,
    url,
    ended,
    output: () => printed,
  };
}

/** The environment of a companion that shows in its log that it listens, and nothing else. */
export function processEnvironment(folder: string): Record<string, string | undefined> {
  return environment({ DATABASE_URL: `sqlite:${join(folder, "checkouts.db")}`, LOG_LEVEL: "info" });
}
