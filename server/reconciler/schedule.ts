const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** A delivery's four attempts are over after this, its time-outs included. */
export const RETRIES_MS = 45 * SECOND;

/** Whether a link that somebody looks at is to be read again: soon while it is young, then ever more seldom. */
export function isLinkStale(
  { created_at, link_seen_at }: { created_at: number; link_seen_at: number | null },
  now: number,
): boolean {
  const seenAt = link_seen_at ?? created_at;
  return now - seenAt >= Math.min(DAY, Math.max(RETRIES_MS, (seenAt - created_at) / 2));
}

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
