import type { Lane } from "./notes.ts";

export type Tone = "plain" | "good" | "bad" | "wait";

/** One line of the trace: something that one of the three did, or told another. */
export interface Entry {
  /** Milliseconds since 1970. */
  at: number;
  from: Lane;
  to: Lane;
  /** In plain words. */
  title: string;
  /** The same to the letter: a call, an event's name. */
  code?: string | undefined;
  tone: Tone;
  /** Particulars, each in a line of its own. */
  lines?: Line[] | undefined;
  /** For who wants to see all of it. */
  body?: string | undefined;
  /** How often it happened in a row. */
  count: number;
}

export interface Line {
  text: string;
  tone: Tone;
}

/** What followed from one press of the button. */
export interface Group {
  startedAt: number;
  entries: Entry[];
}

/** Puts entries in order, newest last; the same call over and over becomes one; a group begins wherever one `startedAt` is. */
export function toGroups(entries: readonly Entry[], starts: readonly number[]): Group[] {
  const sorted = entries.toSorted((a, b) => a.at - b.at);
  const first = sorted[0];
  if (!first) return [];
  const inTime = starts.toSorted((a, b) => a - b);
  const bounds = inTime[0] !== undefined && inTime[0] <= first.at ? inTime : [first.at, ...inTime];
  return bounds
    .map((startedAt, index) => {
      const end = bounds[index + 1] ?? Number.POSITIVE_INFINITY;
      return { startedAt, entries: squeeze(sorted.filter(({ at }) => at >= startedAt && at < end)) };
    })
    .filter((group) => group.entries.length > 0);
}

function squeeze(entries: readonly Entry[]): Entry[] {
  const squeezed: Entry[] = [];
  for (const entry of entries) {
    const last = squeezed.at(-1);
    if (last && isSame(last, entry)) squeezed[squeezed.length - 1] = { ...entry, count: last.count + 1 };
    else squeezed.push(entry);
  }
  return squeezed;
}

function isSame(a: Entry, b: Entry): boolean {
  return a.code !== undefined && a.title === b.title && a.code === b.code && a.from === b.from && !a.lines;
}
