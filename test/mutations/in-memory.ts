import { once } from "node:events";
import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Worker } from "node:worker_threads";

const TIMEOUT_MS = 30_000;
/** Modules of earlier mutants stay in memory until their thread ends. */
const MUTANTS_A_THREAD = 150;

export interface InMemoryTests {
  /** Whether a test fails with this source of the target. One that runs for too long has not failed. */
  fail(source: string): Promise<boolean>;
  /** @throws {Error} when the tests fail by now without any mutant, so that nothing was found */
  close(): Promise<void>;
}

/** Runs tests of pure functions in a thread, with a source of one file that is on no disk. */
export function createInMemoryTests(target: string, patterns: readonly string[]): InMemoryTests {
  const files = patterns.flatMap((pattern) =>
    globSync(pattern)
      .sort()
      .map((file) => resolve(file)),
  );
  const original = readFileSync(target, "utf8");
  let worker: Worker | undefined;
  let count = 0;
  const answerTo = (thread: Worker, source: string) => {
    count += 1;
    return answerOf(thread, { id: count, source });
  };
  const assertPassing = async (thread: Worker) => {
    if ((await answerTo(thread, original)) !== true)
      throw new Error(`the tests of ${target} fail in memory without any mutant`);
  };
  const start = async () => {
    const thread = new Worker(new URL("./in-memory-worker.ts", import.meta.url), {
      workerData: { target: resolve(target), files },
      stdout: true,
      stderr: true,
    });
    await assertPassing(thread);
    return thread;
  };
  const close = async () => {
    if (worker) await assertPassing(worker);
    await worker?.terminate();
    worker = undefined;
  };
  return {
    async fail(source) {
      if (count % MUTANTS_A_THREAD === 0) await close();
      worker ??= await start();
      const hasPassed = await answerTo(worker, source);
      if (hasPassed !== undefined) return !hasPassed;
      await worker.terminate();
      worker = undefined;
      return false;
    },
    close,
  };
}

/** Undefined where the thread has failed, or gives no answer. */
async function answerOf(
  worker: Worker,
  mutant: { id: number; source: string },
): Promise<boolean | undefined> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = once(worker, "message", { signal });
  worker.postMessage(mutant);
  try {
    const [hasPassed] = (await answer) as [boolean];
    return hasPassed;
  } catch {
    return undefined;
  }
}
