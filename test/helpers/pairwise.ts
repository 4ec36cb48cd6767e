/** Named factors, each with the values that it can have. */
export type Factors = Record<string, readonly string[]>;
/** One value of each factor. */
export type Case<F extends Factors> = { [Name in keyof F]: F[Name][number] };

/** Every case that is possible. */
export function everyCase<F extends Factors>(
  factors: F,
  isPossible: (each: Case<F>) => boolean = () => true,
): Case<F>[] {
  const cases = Object.entries(factors).reduce<Record<string, string>[]>(
    (rows, [name, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
  return (cases as Case<F>[]).filter(isPossible);
}

/**
 * A few of these cases, in which every two values that occur together occur together at least once. Always the same ones:
 * the first of those that add the most pairs.
 */
export function pairwise<C extends Record<string, string>>(cases: readonly C[]): C[] {
  const missing = new Set(cases.flatMap(pairsOf));
  const chosen: C[] = [];
  const gainOf = (each: C) => pairsOf(each).filter((pair) => missing.has(pair)).length;
  while (missing.size > 0) {
    const best = cases.reduce((one, other) => (gainOf(other) > gainOf(one) ? other : one));
    chosen.push(best);
    for (const pair of pairsOf(best)) missing.delete(pair);
  }
  return chosen;
}

/** Every two values of a case, with their factors' names. */
export function pairsOf(each: Record<string, string>): string[] {
  const values = Object.entries(each).map((entry) => JSON.stringify(entry));
  return values.flatMap((one, index) => values.slice(index + 1).map((other) => `${one} ${other}`));
}
