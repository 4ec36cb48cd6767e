/** `skip`: nothing could be said, for the reason that is given. */
export type Verdict = "pass" | "warn" | "fail" | "skip";

/** What a check has found, and what to do about it where there is something to do. */
export interface Finding {
  check: string;
  verdict: Verdict;
  says: string;
  hint?: string;
}

export function pass(check: string, says: string): Finding {
  return { check, verdict: "pass", says };
}

export function warn(check: string, says: string, hint: string): Finding {
  return { check, verdict: "warn", says, hint };
}

export function fail(check: string, says: string, hint: string): Finding {
  return { check, verdict: "fail", says, hint };
}

export function skip(check: string, says: string): Finding {
  return { check, verdict: "skip", says };
}

const MARKS: Record<Verdict, string> = { pass: "✓", warn: "!", fail: "✗", skip: "–" };
const CHECK_WIDTH = 16;

/** A finding as lines for a person; what to do stands below. */
export function toLines({ check, verdict, says, hint }: Finding): string {
  const line = `${MARKS[verdict]} ${check.padEnd(CHECK_WIDTH)} ${says}`;
  return hint ? `${line}\n${" ".repeat(CHECK_WIDTH + 3)}→ ${hint}` : line;
}

/** How many there are of each, in one line. */
export function toSummary(findings: readonly Finding[]): string {
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  return `${count("pass")} pass, ${count("warn")} warn, ${count("fail")} fail, ${count("skip")} not checked`;
}
