import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

const SERVER_CORE = 0;
/** As in `npm start` and the image. */
const SHIPPED_FLAGS = ["--max-semi-space-size=4"];
const TICKS_PER_SECOND = 100;

/** A server in a process of its own, on a core of its own where there are two. */
export interface BenchServer {
  port: number;
  /** Processor time so far. */
  cpuMs(): number;
  /** Resident memory now, in bytes. */
  rssBytes(): number;
  /** Asks the server's script something. */
  ask(question: string): Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Starts a script of `servers/`, which sends its port once it listens. What it logs goes nowhere, but is written.
 * `isFree`: it runs on whichever core there is.
 */
export async function startServer(
  name: string,
  environment: Record<string, string> = {},
  { isFree = false } = {},
): Promise<BenchServer> {
  const child = fork(new URL(`servers/${name}.ts`, import.meta.url).pathname, {
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...environment },
    ...pinned(isFree ? undefined : SERVER_CORE, [
      "--expose-gc",
      ...(name === "companion" || name === "http-poll" ? SHIPPED_FLAGS : []),
    ]),
  });
  const port = await answerOf(child);
  const { pid = 0 } = child;
  return {
    port: Number(port),
    cpuMs: () => cpuMsOf(pid),
    rssBytes: () => rssBytesOf(pid),
    ask(question) {
      child.send(question);
      return answerOf(child);
    },
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

/** Starts the companion's own program, compiled or not, as its image and `npm start` do; it may not listen yet. */
export function startProgram(
  path: string,
  environment: Record<string, string>,
): Omit<BenchServer, "port" | "ask"> {
  const child = fork(path, ["start"], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...environment },
    ...pinned(SERVER_CORE, SHIPPED_FLAGS),
  });
  const { pid = 0 } = child;
  return {
    cpuMs: () => cpuMsOf(pid),
    rssBytes: () => rssBytesOf(pid),
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

/** A child that runs on one core only, where one is named and the machine has two and the tool for it. */
export function pinned(core: number | undefined, flags: readonly string[] = []): ForkOptions {
  const canPin = availableParallelism() > 1 && process.platform === "linux";
  const stdio: ForkOptions["stdio"] = ["ignore", "ignore", "inherit", "ipc"];
  const execArgv = ["--disable-warning=ExperimentalWarning", ...flags];
  if (!canPin || core === undefined) return { stdio, execArgv };
  return { stdio, execPath: "taskset", execArgv: ["-c", String(core), process.execPath, ...execArgv] };
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const [answer] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => {
      throw new Error(`the server has ended with ${code}`);
    }),
  ]);
  return answer;
}

/** The process that has started it; 0 where it is gone. */
export function parentOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[1]);
  } catch {
    return 0;
  }
}

/** Processor time of a process so far. */
export function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const [user = 0, system = 0] = [fields[11], fields[12]].map(Number);
  return ((user + system) / TICKS_PER_SECOND) * 1000;
}

function rssBytesOf(pid: number): number {
  const [, pages = 0] = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ").map(Number);
  return pages * 4096;
}
