/** Serves where there are no locks: on an insecure page, in a sandboxed frame, and where all cookies are blocked. */
const queues = new Map<string, Promise<unknown>>();

type Work = () => Promise<unknown>;

/** A turn that was asked for before it was known what to do in it. */
interface Ahead {
  key: string;
  use: (work: Work) => void;
  done: Promise<unknown>;
}

/** Whoever has put a finger on a button lifts it within this time, or does not mean it. */
const AHEAD_MS = 1000;

let ahead: Ahead | undefined;

/**
 * Asks for a turn while a press is still going on: a browser takes longer over that than the rest of a press takes. It is
 * given up again unless it is used soon.
 */
export function askAhead(key: string): void {
  if (ahead?.key === key) return;
  let use: (work: Work) => void = () => {};
  const used = new Promise<Work>((resolve) => {
    use = resolve;
  });
  const place = { key, use, done: takeTurn(key, async () => (await used)()) };
  ahead = place;
  setTimeout(() => {
    if (ahead === place) ahead = undefined;
    use(async () => {});
  }, AHEAD_MS);
}

/** One at a time, over all tabs, where the browser can: two tabs that are clicked at once make one link. */
export function oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
  if (ahead?.key !== key) return takeTurn(key, work);
  const { use, done } = ahead;
  ahead = undefined;
  use(work);
  return done as Promise<T>;
}

async function takeTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
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
  const turn = (queues.get(key) ?? Promise.resolve()).then(work, work);
  queues.set(key, turn);
  return turn;
}
