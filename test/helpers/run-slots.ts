/** Runs a job once one of the places is free; who asks first comes first. */
export type WithSlot = <T>(job: () => Promise<T>) => Promise<T>;

export function createSlots(places: number): WithSlot {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (job) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
