import { type Finding, fail, pass, skip, warn } from "./finding.ts";

const CHECK = "clock";
/** The header has whole seconds, and the answer was on its way. */
const WARN_MS = 5000;
const FAIL_MS = 60_000;

/** Compares this machine's clock with the `Date` of an answer: expiry, lateness and offers go by it. */
export function checkClock(date: string | null, nowMs: number): Finding {
  const theirs = Date.parse(date ?? "");
  if (Number.isNaN(theirs)) return skip(CHECK, "the API's answer has no date to compare with");
  const offMs = nowMs - theirs;
  const words = `${(Math.abs(offMs) / 1000).toFixed(0)} s ${offMs < 0 ? "behind" : "ahead of"} Request Network's`;
  const hint = "Let the machine keep its time: timedatectl set-ntp true, or chrony.";
  if (Math.abs(offMs) > FAIL_MS)
    return fail(CHECK, `${words}: links expire and offers end at the wrong time`, hint);
  if (Math.abs(offMs) > WARN_MS) return warn(CHECK, words, hint);
  return pass(CHECK, "right, as far as Request Network's tells");
}
