/** How Request Network's budget of calls is divided. */
export interface Budget {
  /** So many calls of payers may begin within {@link payerWindowMs}. */
  payerCalls: number;
  payerWindowMs: number;
  /** Of these, so many may be reads at registration, within {@link registrationWindowMs}. */
  registrationCalls: number;
  registrationWindowMs: number;
  /** Between two calls of the background. */
  backgroundPauseMs: number;
}

/**
 * Divides so many calls a second: the background has a fifth, and never more than one a second; the rest is the payers'.
 * Reads at registration use at most half of that.
 */
export function toBudget(callsPerSecond: number): Budget {
  const payerCalls = Math.max(1, callsPerSecond - 1);
  const payerWindowMs = Math.max(1000, Math.ceil((payerCalls * 1250) / callsPerSecond));
  return {
    payerCalls,
    payerWindowMs,
    registrationCalls: Math.max(1, Math.floor(payerCalls / 2)),
    registrationWindowMs: payerCalls === 1 ? 2 * payerWindowMs : payerWindowMs,
    backgroundPauseMs: Math.max(1000, 5000 / callsPerSecond),
  };
}

/** What is allowed where nothing else is agreed. */
export const DEFAULT_CALLS_PER_SECOND = 5;
