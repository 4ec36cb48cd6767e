/** What one run of one variant has measured; numbers by name, such as `rate` or `cpuUs`. */
export type Sample = Record<string, number>;

/** Everything that is measured side by side, and what is read from it. */
export interface Group {
  name: string;
  /** Where every round takes long. */
  mostRounds?: number;
  /** Resolves to what the variants share; `close` ends it. */
  prepare?: (options: BenchOptions, progress: (text: string) => void) => Promise<{ close(): Promise<void> }>;
  variants: Record<string, (options: BenchOptions) => Promise<Sample>>;
  measures: readonly Measure[];
}

/** A row of the table. */
export interface Measure {
  /** The row's number. */
  row: string;
  title: string;
  /** One sample's value: of one variant, or of two that ran in the same round. */
  read: (samples: Record<string, Sample>) => number;
  unit?: string;
  aim?: { atLeast: number } | { atMost: number };
}

export interface BenchOptions {
  rounds: number;
  warmUpMs: number;
  measureMs: number;
  /** Of what is large: 1 is a million checkouts. */
  scale: number;
}

export interface Result {
  row: string;
  title: string;
  unit: string;
  median: number;
  min: number;
  max: number;
  aim: Measure["aim"];
  met: boolean | undefined;
}

/** `a` ÷ `b` of the same round. */
export function ratio(a: string, b: string, name = "rate"): Measure["read"] {
  return (samples) => numberOf(samples, a, name) / numberOf(samples, b, name);
}

/** One number ÷ another of the same variant. */
export function share(variant: string, a: string, b: string): Measure["read"] {
  return (samples) => numberOf(samples, variant, a) / numberOf(samples, variant, b);
}

/** One variant's own number. */
export function value(variant: string, name = "rate"): Measure["read"] {
  return (samples) => numberOf(samples, variant, name);
}

function numberOf(samples: Record<string, Sample>, variant: string, name: string): number {
  const found = samples[variant]?.[name];
  if (found === undefined) throw new Error(`${variant} has not measured ${name}`);
  return found;
}

/**
 * Runs every variant once a round, forwards and backwards in turn, so that what drifts meets all alike; a ratio is
 * taken within its round.
 */
export async function runGroup(
  group: Group,
  given: BenchOptions,
  progress: (text: string) => void,
): Promise<{ results: Result[]; rounds: Record<string, Sample>[] }> {
  const options = { ...given, rounds: Math.min(given.rounds, group.mostRounds ?? given.rounds) };
  const shared = await group.prepare?.(options, progress);
  const rounds: Record<string, Sample>[] = [];
  try {
    const names = Object.keys(group.variants);
    for (let round = 0; round < options.rounds; round += 1) {
      const samples: Record<string, Sample> = {};
      for (const name of round % 2 === 0 ? names : names.toReversed()) {
        progress(`${group.name}: round ${round + 1} of ${options.rounds}, ${name}`);
        samples[name] = (await group.variants[name]?.(options)) ?? {};
      }
      rounds.push(samples);
    }
  } finally {
    await shared?.close();
  }
  return { results: group.measures.map((measure) => summarize(measure, rounds)), rounds };
}

function summarize({ row, title, read, unit = "", aim }: Measure, rounds: Record<string, Sample>[]): Result {
  const values = rounds.map(read).sort((a, b) => a - b);
  const median = medianOf(values);
  const met = aim && ("atLeast" in aim ? median >= aim.atLeast : median <= aim.atMost);
  return { row, title, unit, median, min: values[0] ?? 0, max: values.at(-1) ?? 0, aim, met };
}

/** The middle of what is in order. */
export function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
