import { spawn } from "node:child_process";
import { delimiter, resolve } from "node:path";
import { type RunContext, toFailure } from "./run-context.ts";
import type { CommandSuite } from "./run-plan.ts";
import type { FileResult } from "./run-result.ts";

/** Runs one of the project's tools, which counts as one test. Its output is printed once it is done. */
export async function runCommand(
  { command: [program, ...args] }: CommandSuite,
  { suite, progress, signal, alone }: RunContext,
): Promise<FileResult> {
  const startedAt = performance.now();
  const { output, isSuccess } = await collect(program, args, signal);
  const seconds = (performance.now() - startedAt) / 1000;
  const line = [program, ...args].join(" ");
  progress.print(isSuccess ? output : toFailure(line, output.trimEnd(), alone()));
  const [passed, failed] = isSuccess ? [1, 0] : [0, 1];
  const result = { name: suite, passed, failed, skipped: 0, seconds };
  progress.finish(result);
  return result;
}

function collect(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ output: string; isSuccess: boolean }> {
  const PATH = [resolve("node_modules/.bin"), process.env.PATH].join(delimiter);
  const color = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...color, PATH },
    signal,
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const text = () => Buffer.concat(chunks).toString();
  return new Promise((done) => {
    child.on("error", ({ message }) => done({ output: `${text()}${message}\n`, isSuccess: false }));
    child.on("close", (code) => done({ output: text(), isSuccess: code === 0 }));
  });
}
