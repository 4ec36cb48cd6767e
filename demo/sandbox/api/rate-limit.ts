export interface RateLimitOptions {
  /** How many calls a second; 0 means no limit. */
  perSecond: number;
  now: () => number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const BLOCK_MS = 5 * MINUTE_MS;
const REMEMBERED_CALLERS = 1000;

interface CallRecord {
  /** When each call of the last minute came, refused ones included. */
  calls: number[];
  /** When each call of the last second came that was let through. */
  admitted: number[];
  blockedUntil: number;
}

/**
 * Request Network's limit: so many calls a second. A caller that keeps on breaching it, which is to say makes more than
 * sixty times as many calls within a minute, is blocked for five minutes.
 * The function that it answers takes a caller and says for how many milliseconds it is refused, 0 when it is not.
 */
export function createRateLimit({ perSecond, now }: RateLimitOptions): (caller: string) => number {
  const records = new Map<string, CallRecord>();

  function recordOf(caller: string): CallRecord {
    const record = records.get(caller) ?? { calls: [], admitted: [], blockedUntil: 0 };
    records.set(caller, record);
    const [oldest] = records.keys();
    if (records.size > REMEMBERED_CALLERS && oldest !== undefined) records.delete(oldest);
    return record;
  }

  return function refusedForMs(caller) {
    if (perSecond === 0) return 0;
    const at = now();
    const record = recordOf(caller);
    if (at < record.blockedUntil) return record.blockedUntil - at;
    record.calls = [...since(record.calls, at - MINUTE_MS), at];
    record.admitted = since(record.admitted, at - SECOND_MS);
    if (record.calls.length > perSecond * 60) {
      record.blockedUntil = at + BLOCK_MS;
      return BLOCK_MS;
    }
    if (record.admitted.length >= perSecond) return (record.admitted[0] ?? at) + SECOND_MS - at;
    record.admitted.push(at);
    return 0;
  };
}

function since(times: readonly number[], startMs: number): number[] {
  return times.filter((time) => time > startMs);
}
