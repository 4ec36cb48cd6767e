const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** A delivery's four attempts are over after this, its time-outs included. */
export const RETRIES_MS = 45 * SECOND;

/**
 * When a checkout is to be read the next time: soon while it is young, then ever more seldom, daily in the end, and no
 * more a day after it has expired (null).
 */
export function nextReadAt({
  createdAt,
  expiresAt,
  now,
}: {
  createdAt: number;
  expiresAt: number;
  now: number;
}): number | null {
  const age = Math.max(0, now - createdAt);
  const at = now + Math.min(DAY, Math.max(RETRIES_MS, age / 2));
  return at > expiresAt + DAY ? null : at;
}
