/** The few assertions that the browser tests need. */
export function equal(actual: unknown, expected: unknown, what = ""): void {
  const [seen, wanted] = [show(actual), show(expected)];
  if (seen !== wanted) throw new Error(`${what}\n  expected ${wanted}\n  but got  ${seen}`);
}

export function ok(value: unknown, what: string): asserts value {
  if (!value) throw new Error(what);
}

export function match(text: unknown, pattern: RegExp): void {
  if (!pattern.test(String(text))) throw new Error(`${JSON.stringify(text)} does not match ${pattern}`);
}

/** Keys in order, so that two equal objects look equal. */
function show(value: unknown): string {
  return JSON.stringify(value, (_, part) => {
    if (!part || typeof part !== "object" || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
