import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Tally } from "./tally.ts";

/** Runs one of the project's tools, which counts as one test. What it prints is passed on as it comes. */
export async function runCommand(tool: string, args: readonly string[]): Promise<Tally> {
  const child = spawn(`node_modules/.bin/${tool}`, args, { stdio: "inherit" });
  const [code] = await once(child, "exit");
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
