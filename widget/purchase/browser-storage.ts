/** Serves where storage throws, as in a private window or a sandboxed frame. */
export const memoryFallback = new Map<string, string>();

/** What is kept under a name: in local storage; where that is full, in the tab's own; where both throw, in memory. */
export function readItem(key: string): string | null {
  return (
    attempt(() => localStorage.getItem(key)) ??
    attempt(() => sessionStorage.getItem(key)) ??
    memoryFallback.get(key) ??
    null
  );
}

export function dropItem(key: string): void {
  memoryFallback.delete(key);
  attempt(() => sessionStorage.removeItem(key));
  attempt(() => localStorage.removeItem(key));
}

export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
