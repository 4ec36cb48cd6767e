import { once } from "node:events";
import { globSync } from "node:fs";
import { resolve } from "node:path";
import { Worker } from "node:worker_threads";

const TIMEOUT_MS = 30_000;
/** Modules of earlier mutants stay in memory until their thread ends. */
const MUTANTS_A_THREAD = 150;

export interface InMemoryTests {
  /** Whether a test fails with this source of the target. One that runs for too long has not failed. */
  fail(source: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Runs tests of pure functions in a thread, with a source of one file that is on no disk. */
export function createInMemoryTests(target: string, patterns: readonly string[]): InMemoryTests {
  const files = patterns.flatMap((pattern) =>
    globSync(pattern)
      .sort()
      .map((file) => resolve(file)),
  );
  const start = () =>
    new Worker(new URL("./in-memory-worker.ts", import.meta.url), {
      workerData: { target: resolve(target), files },
      stdout: true,
      stderr: true,
    });
  let worker: Worker | undefined;
  let count = 0;
  const close = async () => {
    await worker?.terminate();
    worker = undefined;
  };
  return {
    async fail(source) {
      count += 1;
      if (count % MUTANTS_A_THREAD === 0) await close();
      worker ??= start();
      const hasPassed = await answerOf(worker, { id: count, source });
      if (hasPassed === undefined) await close();
      return hasPassed === false;
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
