const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** A delivery's four attempts are over after this, its time-outs included. */
export const RETRIES_MS = 45 * SECOND;

/** Whether a link that somebody looks at is to be read again: soon while it is young, then ever more seldom. */
export function isLinkStale(
  { created_at, link_read_at }: { created_at: number; link_read_at: number | null },
  now: number,
): boolean {
  const seenAt = link_read_at ?? created_at;
  return now - seenAt >= Math.min(DAY, Math.max(RETRIES_MS, (seenAt - created_at) / 2));
}

/** Money that nothing verifies is read about for so long after expiry. */
const UNVERIFIED_DAYS = 30;

/**
 * When a checkout is to be read the next time: soon while it is young, then ever more seldom, daily in the end, and no
 * more a day after it has expired (null), or 30 days where money was reported that nothing verifies.
 */
export function nextReadAt({
  createdAt,
  expiresAt,
  isUnverified = false,
  now,
}: {
  createdAt: number;
  expiresAt: number;
  isUnverified?: boolean;
  now: number;
}): number | null {
  const age = Math.max(0, now - createdAt);
  const at = now + Math.min(DAY, Math.max(RETRIES_MS, age / 2));
  return at > expiresAt + (isUnverified ? UNVERIFIED_DAYS : 1) * DAY ? null : at;
}

/** The same for an order's row. */
export function nextReadOf(
  row: { created_at: number; expires_at: number; unverified_since: number | null },
  now: number,
): number | null {
  const isUnverified = row.unverified_since !== null;
  return nextReadAt({ createdAt: row.created_at, expiresAt: row.expires_at, isUnverified, now });
}
