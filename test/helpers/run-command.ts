import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, resolve } from "node:path";
import type { Tally } from "./tally.ts";

/** Runs one of the project's tools, which counts as one test. What it prints is passed on as it comes. */
export async function runCommand(command: string, args: readonly string[]): Promise<Tally> {
  const PATH = [resolve("node_modules/.bin"), process.env.PATH].join(delimiter);
  const child = spawn(command, args, { stdio: "inherit", env: { ...process.env, PATH } });
  const [code] = await once(child, "exit");
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
