import { setTimeout } from "node:timers/promises";

const PAUSE_MS = 20;

/** Asks again and again until the answer is true. @throws {Error} when it never is */
export async function eventually(
  what: string,
  isTrue: () => Promise<boolean>,
  patienceMs = 15_000,
): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await setTimeout(PAUSE_MS);
  }
}
