/** Serves where there are no locks: on an insecure page, and in a sandboxed frame. */
const queues = new Map<string, Promise<unknown>>();

/** One at a time, over all tabs, where the browser can: two tabs that are clicked at once make one link. */
export function oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
  const locks: LockManager | undefined = navigator.locks;
  if (locks && self.origin !== "null") return locks.request(key, work) as Promise<T>;
  const turn = (queues.get(key) ?? Promise.resolve()).then(work, work);
  queues.set(key, turn);
  return turn;
}
