import { after, before } from "node:test";
import type { Scope } from "./temporary-folder.ts";

/** Starts something once for all tests of the suite, or of the file, that calls this. */
export function shared<T>(start: (scope: Scope) => Promise<T>): () => T {
  let started: { value: T } | undefined;
  const closers: (() => unknown)[] = [];
  before(async () => {
    started = { value: await start({ after: (close) => void closers.unshift(close) }) };
  });
  after(async () => {
    for (const close of closers) await close();
  });
  return () => {
    if (!started) throw new Error("it has not started");
    return started.value;
  };
}
