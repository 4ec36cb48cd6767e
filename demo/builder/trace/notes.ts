import type { CheckoutStatus } from "../../../server/contract/contract.ts";

/** The three that take part, from left to right. */
export const LANES = ["page", "companion", "network"] as const;
export type Lane = (typeof LANES)[number];

/** What the page itself has seen happen. `at` is milliseconds since 1970. */
export type Note =
  | { kind: "load" | "press" | "return"; at: number }
  | Call
  | {
      kind: "event";
      at: number;
      name: string;
      status?: CheckoutStatus | undefined;
      code?: string | undefined;
    }
  | { kind: "act"; at: number; text: string };

/** A call that the element has made, seen when its answer came. */
export interface Call {
  kind: "call";
  at: number;
  tookMs: number;
  method: string;
  path: string;
  to: Exclude<Lane, "page">;
  /** Null where no answer came. */
  status: number | null;
}

/** What is being paid: enough to ask the companion and the sandbox after it. */
export interface Subject {
  checkoutId: string;
  /** Of the link that stands behind it, as far as it is known. */
  requestId: string;
  token: string;
  hasCompanion: boolean;
}

/** All that a trace is made of and the page alone knows. It outlives the way to the payment page and back. */
export interface Journal {
  /** What was before is not shown. Milliseconds since 1970. */
  since: number;
  notes: Note[];
  subjects: Subject[];
}

const STORE = "request-checkout-builder-trace";
const MOST_NOTES = 300;
const MOST_SUBJECTS = 8;

export function loadJournal(): Journal {
  const empty = { since: 0, notes: [], subjects: [] };
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? "null") ?? empty;
  } catch {
    return empty;
  }
}

export function saveJournal({ since, notes, subjects }: Journal): void {
  try {
    const kept = { since, notes: notes.slice(-MOST_NOTES), subjects: subjects.slice(-MOST_SUBJECTS) };
    sessionStorage.setItem(STORE, JSON.stringify(kept));
  } catch {
    // Without storage the trace lasts as long as the page.
  }
}

/** When each group of the trace begins: with an element, and with each press but its first. */
export function toStarts(notes: readonly Note[]): number[] {
  let isUsed = true;
  return notes
    .filter(({ kind }) => {
      const begins = kind === "load" || (kind === "press" && isUsed);
      isUsed = kind === "load" ? false : isUsed || kind === "press";
      return begins;
    })
    .map(({ at }) => at);
}

/** The notes without what came to nothing at their end: an element that was never pressed. */
export function dropUnused(notes: readonly Note[]): Note[] {
  const begun = notes.findLastIndex(({ kind }) => kind === "load");
  const isUsed = begun < 0 || notes.slice(begun).some(({ kind }) => kind !== "load" && kind !== "call");
  return isUsed ? [...notes] : notes.slice(0, begun);
}

/** Adds what is known of a payment now to what was known before. */
export function addSubject(subjects: readonly Subject[], subject: Subject): Subject[] {
  const before = subjects.find(({ checkoutId }) => checkoutId === subject.checkoutId);
  const others = subjects.filter((each) => each !== before);
  const requestId = subject.requestId || before?.requestId || "";
  const token = subject.token || before?.token || "";
  return [...others, { ...subject, requestId, token }];
}
