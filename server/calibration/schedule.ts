import type { WriteTx } from "../store/sql/transaction.ts";
import { type CalibrationState, findCalibration, saveCalibration } from "../store/tables/calibration.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** After the first failure, the second, the third, and every other one. */
const RETRY_MS = [MINUTE, 5 * MINUTE, 30 * MINUTE, 60 * MINUTE] as const;
/** Companions with different settings must not make links in turns. */
const OTHER_SETTINGS_MS = 5 * MINUTE;

/** When to try again after a try at `triedAt`: a day later where it taught everything. */
export function nextTryAt(triedAt: number, failures: number): number {
  if (failures === 0) return triedAt + DAY;
  return triedAt + (RETRY_MS[failures - 1] ?? 60 * MINUTE);
}

/** Whether a try may begin. A date that is further in the future than any wait was written by a clock that was wrong. */
export function isDue(state: CalibrationState | undefined, settings: string, now: number): boolean {
  if (!state || state.nextAt - now > DAY) return true;
  return state.settings === settings
    ? now >= state.nextAt
    : now - state.triedAt >= OTHER_SETTINGS_MS || now < state.triedAt;
}

/** Begins a try, as if it failed: one that never ends is not tried again at once. Undefined where another companion has begun. */
export async function beginTry(
  tx: WriteTx,
  settings: string,
  now: number,
): Promise<CalibrationState | undefined> {
  await tx.lock(["calibration"]);
  const stored = await findCalibration(tx);
  if (!isDue(stored, settings, now)) return undefined;
  const fresh = { problems: [], link: null, learned: null, learnedAt: null, spreadAt: null };
  const before = stored?.settings === settings ? stored : { ...fresh, failures: 0 };
  const failures = before.failures + 1;
  const begun = { ...before, settings, failures, triedAt: now, nextAt: nextTryAt(now, failures) };
  await saveCalibration(tx, begun);
  return begun;
}
