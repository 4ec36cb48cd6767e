/** Stands for `node:test` in `in-memory-worker.ts`: runs each test where it is written, and the first one that fails throws. */
const pending: Promise<unknown>[] = [];

export function describe(_name: string, body: () => void): void {
  body();
}

export function test(_name: string, body: () => unknown): void {
  const result = body();
  if (result instanceof Promise) pending.push(result);
}

/** Helpers end by it what they have started: nothing, where a test of pure functions takes only a constant from them. */
export function after(): void {}

/** Waits for the asynchronous tests, all of them also where one has failed. */
export async function finishTests(): Promise<void> {
  const results = await Promise.allSettled(pending.splice(0));
  for (const result of results) if (result.status === "rejected") throw result.reason;
}
