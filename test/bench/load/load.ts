import { fork } from "node:child_process";
import { type BenchServer, pinned } from "../server-process.ts";
import type { LoadOrder, LoadWord } from "./load-process.ts";

const SCRIPT = new URL("load-process.ts", import.meta.url).pathname;
const LOAD_CORE = 1;

export interface Load {
  /** Answers a second. */
  rate: number;
  p50Ms: number;
  p99Ms: number;
  /** Processor time of the server for each answer, in microseconds. */
  cpuUs: number;
  /** Everything that was answered, the warm-up included. */
  sent: number;
}

/** Puts a server under load from another core. @throws where any answer is not the expected one */
export function applyLoad(server: BenchServer, order: Omit<LoadOrder, "port">): Promise<Load> {
  const child = fork(SCRIPT, pinned(LOAD_CORE));
  let cpuMs = 0;
  return new Promise<Load>((resolve, reject) => {
    child.once("exit", () => reject(new Error("the load has ended without a word")));
    child.on("message", (word: LoadWord) => {
      if (word.kind === "measuring") cpuMs = -server.cpuMs();
      if (word.kind === "measured") cpuMs += server.cpuMs();
      if (word.kind === "failed") reject(new Error(word.problem));
      if (word.kind === "done") {
        const { rate, p50Ms, p99Ms, sent } = word;
        resolve({ rate, p50Ms, p99Ms, sent, cpuUs: (cpuMs * 1000) / ((rate * order.measureMs) / 1000) });
      }
    });
    child.send({ ...order, port: server.port });
  }).finally(() => child.kill());
}
