import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from "@fastify/rate-limit";

/** Beyond so many callers the one that began first is forgotten. */
const MOST_CALLERS = 5000;

/**
 * A store for `@fastify/rate-limit` that counts callers in this process. It takes its time from a clock that nobody sets: a system
 * clock that is set back ends no caller's window later.
 */
export function createLocalCounts(now: () => number = () => performance.now()): FastifyRateLimitStoreCtor {
  const limitStore = (): FastifyRateLimitStore => {
    const callers = new Map<string, { count: number; beganAt: number }>();
    return {
      incr(
        key: string,
        done: (error: Error | null, result?: { current: number; ttl: number }) => void,
        windowMs: number,
      ) {
        const time = now();
        const before = callers.get(key);
        const caller = before && time - before.beganAt < windowMs ? before : { count: 0, beganAt: time };
        caller.count += 1;
        if (caller !== before) {
          callers.delete(key);
          callers.set(key, caller);
          const [first] = callers.keys();
          if (callers.size > MOST_CALLERS && first !== undefined) callers.delete(first);
        }
        done(null, { current: caller.count, ttl: caller.beganAt + windowMs - time });
      },
      child: limitStore,
    } as unknown as FastifyRateLimitStore;
  };
  return function Local() {
    return limitStore();
  } as unknown as FastifyRateLimitStoreCtor;
}
