/** Serves where there are no locks: on an insecure page, in a sandboxed frame, and where all cookies are blocked. */
const queues = new Map<string, Promise<unknown>>();

type Work = () => Promise<unknown>;

/** A lock that was requested before it was known what to do with it. */
interface Prefetched {
  key: string;
  use: (work: Work) => void;
  done: Promise<unknown>;
  timer: ReturnType<typeof setTimeout>;
}

/** Whoever has put a finger on a button lifts it within this time, or does not mean it. */
const PREFETCH_MS = 1000;

let prefetched: Prefetched | undefined;

/**
 * Requests a lock while a press is still going on: a browser takes longer over that than the rest of a press takes. It is
 * released again unless it is used soon.
 */
export function prefetchLock(key: string): void {
  if (prefetched?.key === key) return;
  prefetched?.use(async () => {});
  let use: (work: Work) => void = () => {};
  const used = new Promise<Work>((resolve) => {
    use = resolve;
  });
  const lock: Prefetched = {
    key,
    use,
    done: takeLock(key, async () => (await used)()),
    timer: setTimeout(() => {
      if (prefetched === lock) prefetched = undefined;
      use(async () => {});
    }, PREFETCH_MS),
  };
  prefetched = lock;
}

/** One at a time, over all tabs, where the browser can: two tabs that are clicked at once make one link. */
export function withLock<T>(key: string, work: () => Promise<T>): Promise<T> {
  if (prefetched?.key !== key) return takeLock(key, work);
  const { use, done, timer } = prefetched;
  clearTimeout(timer);
  prefetched = undefined;
  use(work);
  return done as Promise<T>;
}

async function takeLock<T>(key: string, work: () => Promise<T>): Promise<T> {
  let isTaken = false;
  const take = () => {
    isTaken = true;
    return work();
  };
  try {
    if (navigator.locks) return (await navigator.locks.request(key, take)) as T;
  } catch (error) {
    if (isTaken) throw error;
  }
  const queued = (queues.get(key) ?? Promise.resolve()).then(work, work);
  queues.set(key, queued);
  return queued;
}
