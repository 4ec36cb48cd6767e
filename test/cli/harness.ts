import { runProgram } from "../../server/cli/run-program.ts";

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the program in this process, without a terminal. */
export async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const printed: string[] = [];
  const said: string[] = [];
  const code = await runProgram(args, {
    env: { ...env },
    cwd: "/shop",
    script: "/shop/node_modules/.bin/request-checkout",
    print: (text) => printed.push(text),
    say: (text) => said.push(text),
    progress: () => {},
    ask: undefined,
    watchInterrupts: () => new AbortController().signal,
  });
  return { code, stdout: printed.join("\n"), stderr: said.join("\n") };
}
