import { setTimeout } from "node:timers/promises";

/** Asking costs processor time: the longer it takes, the longer the pauses; but some tests move a clock at each question. */
const PAUSE_MS = { min: 20, max: 50, share: 0.1 };

/** Asks again and again until the answer is true. @throws {Error} when it never is */
export async function eventually(
  what: string,
  isTrue: () => Promise<boolean>,
  patienceMs = 15_000,
): Promise<void> {
  const start = Date.now();
  while (!(await isTrue())) {
    const waitedMs = Date.now() - start;
    if (waitedMs > patienceMs) throw new Error(`never: ${what}`);
    await setTimeout(Math.min(Math.max(waitedMs * PAUSE_MS.share, PAUSE_MS.min), PAUSE_MS.max));
  }
}
