/** What `bin.js` runs: the program on this process. */
import { createInterface } from "node:readline/promises";
import { runProgram } from "./run-program.ts";

/** An interrupted command may clean up for this long. */
const GRACE_MS = 5_000;
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

let interruptedCode: number | undefined;
let isLineOpen = false;

/** The progress line ends where other text follows. */
function closeLine(): void {
  if (isLineOpen) process.stderr.write("\n");
  isLineOpen = false;
}

function print(text: string): void {
  closeLine();
  process.stdout.write(`${text}\n`);
}

function say(text: string): void {
  closeLine();
  process.stderr.write(`${text}\n`);
}

function progress(text: string): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r\x1b[K${text}`);
  isLineOpen = true;
}

async function ask(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  prompt.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return await prompt.question(question);
  } finally {
    prompt.close();
  }
}

function watchInterrupts(): AbortSignal {
  const controller = new AbortController();
  for (const [signal, code] of Object.entries(SIGNALS))
    process.on(signal, () => {
      if (interruptedCode !== undefined) process.exit(code);
      interruptedCode = code;
      controller.abort();
      setTimeout(() => endInterrupted(code), GRACE_MS).unref();
    });
  return controller.signal;
}

function endInterrupted(code: number): never {
  closeLine();
  process.stderr.write("Interrupted.\n");
  process.exit(code);
}

/** Whoever reads the output may stop reading, such as `head`. */
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });

const { env, argv } = process;
const code = await runProgram(argv.slice(2), {
  env,
  cwd: process.cwd(),
  script: argv[1] ?? "",
  print,
  say: (text) => {
    // What an interruption makes fail needs no explanation.
    if (interruptedCode === undefined) say(text);
  },
  progress,
  ask: process.stdin.isTTY ? ask : undefined,
  watchInterrupts,
});
if (interruptedCode !== undefined) endInterrupted(interruptedCode);
closeLine();
process.exitCode = code;
