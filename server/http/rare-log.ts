const EVERY_MS = 60_000;

/** Counts what may happen often, and lets one line a minute be written about it. */
export interface RareLog {
  /** One more. Calls `write` with how many there were since the last line, unless there was a line within a minute. */
  add(write: (count: number) => void): void;
}

export function createRareLog(clock: () => number): RareLog {
  let count = 0;
  let writtenAt: number | undefined;
  return {
    add(write) {
      count += 1;
      const now = clock();
      if (writtenAt !== undefined && Math.abs(now - writtenAt) < EVERY_MS) return;
      writtenAt = now;
      write(count);
      count = 0;
    },
  };
}
