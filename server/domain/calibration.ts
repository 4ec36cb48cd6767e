import { type CalibrationFact, type Fact, factsOfKind } from "./facts.ts";

/** What calibration has learned for an order. */
export interface Calibration extends Pick<CalibrationFact, "payee" | "currency" | "linkUnit"> {
  /** Token reads are closed to our Client ID. */
  areTokenReadsClosed: boolean;
  /** No read names a payee. */
  isPayeeNeverNamed: boolean;
}

/** What calibration knows. Unknown counts as strict everywhere. */
export interface Learned extends Omit<CalibrationFact, "kind" | "at"> {
  /** The form of the API that reads answer in. */
  form?: "0.13" | "0.31" | undefined;
}

/** The fact that orders get of it. */
export function toCalibrationFact(
  { payee, currency, linkUnit, tokenReads, namesPayee }: Learned,
  at: number,
): CalibrationFact {
  return { kind: "calibration", at, payee, currency, linkUnit, tokenReads, namesPayee };
}

/**
 * Merges what was learned. The first value holds: a link leads to where the destination was when it was created, and what was
 * accepted once is not taken back because reads answer otherwise later.
 */
export function deriveCalibration(facts: readonly Fact[]): Calibration {
  const learned = factsOfKind(facts, "calibration").sort(
    (a, b) => a.at - b.at || JSON.stringify(a).localeCompare(JSON.stringify(b)),
  );
  return {
    payee: learned.find(({ payee }) => payee !== undefined)?.payee,
    currency: learned.find(({ currency }) => currency !== undefined)?.currency,
    linkUnit: learned.find(({ linkUnit }) => linkUnit !== undefined)?.linkUnit,
    areTokenReadsClosed: learned.some(({ tokenReads }) => tokenReads === "closed"),
    isPayeeNeverNamed: learned.some(({ namesPayee }) => namesPayee === false),
  };
}
