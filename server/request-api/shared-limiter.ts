import { type Job, lock, query } from "../store/job.ts";
import type { Store } from "../store/store.ts";
import {
  BACKGROUND_PAUSE_MS,
  PAYER_CALLS_PER_SECOND,
  type RateLimiter,
  type RateLimiterOptions,
  refuseLongWait,
  sleep,
} from "./rate-limiter.ts";

export interface SharedLimiterOptions extends Omit<RateLimiterOptions, "now"> {
  store: Store;
  /** Milliseconds since 1970, about the same for all who share. */
  clock?: (() => number) | undefined;
  /** Between two calls of the background. Default 1 s. */
  pauseMs?: number | undefined;
}

const PAYERS = Array.from({ length: PAYER_CALLS_PER_SECOND }, (_, index) => `upstream:payer:${index}`);
const BACKGROUND = "upstream:background";
/** What stands further in the future than any wait was written by a clock that is wrong. */
const WRONG_MS = 10 * 60_000;

/** The same budget for all companions on a store together: what is taken stands there. */
export function createSharedLimiter({
  store,
  clock = Date.now,
  wait = sleep,
  pauseMs = BACKGROUND_PAUSE_MS,
}: SharedLimiterOptions): RateLimiter {
  return {
    async payer() {
      const delayMs = await store.write(() => takePayersPlace(clock()));
      if (delayMs > 0) await wait(delayMs);
    },
    async background(signal) {
      for (;;) {
        const delayMs = await store.write(() => takeBackgroundPlace(clock(), pauseMs));
        if (delayMs <= 0) return;
        await wait(delayMs, signal);
        signal.throwIfAborted();
      }
    },
    pauseBackground(ms) {
      // Where the store is gone, nothing is read either.
      store.write(() => pause(clock() + ms)).catch(() => {});
    },
  };
}

/** A call may be made a second after the fourth-last one. How long that is to wait. */
function* takePayersPlace(now: number): Job<number> {
  yield* lock(["upstream"]);
  const taken = yield* findPlaces(PAYERS, now);
  const [name, oldest] = [...taken].sort(([, a], [, b]) => a - b)[0] as [string, number];
  const at = Math.max(now, oldest + 1000);
  refuseLongWait(at - now);
  yield* savePlace(name, at);
  return at - now;
}

/** 0 where the place is taken now; else how long it is to the next one. */
function* takeBackgroundPlace(now: number, pauseMs: number): Job<number> {
  yield* lock(["upstream"]);
  const next = (yield* findPlaces([BACKGROUND], now)).get(BACKGROUND) ?? 0;
  if (next > now) return next - now;
  yield* savePlace(BACKGROUND, now + pauseMs);
  return 0;
}

function* pause(until: number): Job<void> {
  yield* query("UPDATE sweeps SET until = $1 WHERE name = $2 AND until < $1", until, BACKGROUND);
}

function* findPlaces(names: readonly string[], now: number): Job<Map<string, number>> {
  const places = names.map((_, index) => `$${index + 1}`);
  const rows = yield* query<{ name: string; until: number }>(
    `SELECT name, until FROM sweeps WHERE name IN (${places.join(", ")})`,
    ...names,
  );
  const known = new Map(rows.map(({ name, until }) => [name, until]));
  return new Map(
    names.map((name) => {
      const until = known.get(name) ?? 0;
      return [name, until - now > WRONG_MS ? 0 : until];
    }),
  );
}

function* savePlace(name: string, until: number): Job<void> {
  yield* query(
    "INSERT INTO sweeps (name, until) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET until = excluded.until",
    name,
    until,
  );
}
