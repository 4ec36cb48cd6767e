const FIRST_RETRY_MS = 5_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
const GIVE_UP_AFTER_MS = 3 * 24 * 60 * 60_000;
/** Fewer attempts were not three days of trying: the clock was ahead, or the companion was off. They take some two hours. */
const FEWEST_ATTEMPTS = 12;

/** A notification that could not be sent. Dates are milliseconds since 1970. */
export interface FailedTry {
  /** How often it has been tried, this time included. */
  attempts: number;
  /** When it was put into the outbox. */
  createdAt: number;
  now: number;
  /** From 0 to 1: where in its span the pause lies. */
  random: number;
  /** How long the receiver has asked to be left alone. It is left alone for an hour at most. */
  retryAfterMs?: number | undefined;
}

/**
 * When to try again, or undefined where it is to be given up: three days after it was created. The pause doubles from
 * five seconds up to an hour; jitter takes away up to half of it, so that what failed together does not come back together. A longer
 * `Retry-After` counts, up to an hour.
 */
export function retryAt({
  attempts,
  createdAt,
  now,
  random,
  retryAfterMs = 0,
}: FailedTry): number | undefined {
  const giveUpAt = createdAt + GIVE_UP_AFTER_MS;
  const isOver = now >= giveUpAt;
  if (isOver && attempts >= FEWEST_ATTEMPTS) return undefined;
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));
  const ownMs = Math.round(pause * (0.5 + random / 2));
  const at = now + Math.max(ownMs, Math.min(retryAfterMs, LONGEST_PAUSE_MS));
  return isOver ? at : Math.min(giveUpAt, at);
}
