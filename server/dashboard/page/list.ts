/** A list, newest first, as far as it was asked for. */
export interface List<T> {
  items: T[];
  /** Where it goes on; null at its end. */
  nextCursor: string | null;
}

/** The newest anew, and below them what was shown before and is older. */
export function refresh<T>(fresh: List<T>, shown: List<T>, idOf: (item: T) => unknown): List<T> {
  const known = new Set(fresh.items.map(idOf));
  const last = shown.items.findLastIndex((item) => known.has(idOf(item)));
  const older = last < 0 ? [] : shown.items.slice(last + 1);
  return older.length > 0 ? { items: [...fresh.items, ...older], nextCursor: shown.nextCursor } : fresh;
}

/** A list and its next page. */
export function append<T>(shown: List<T>, more: List<T>): List<T> {
  return { items: [...shown.items, ...more.items], nextCursor: more.nextCursor };
}
