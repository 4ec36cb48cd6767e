import { execute, type Job, lock, query } from "../../store/sql/job.ts";
import type { Store } from "../../store/sql/store.ts";
import { takeLease } from "../../store/tables/leases.ts";
import { type Budget, DEFAULT_CALLS_PER_SECOND, toBudget } from "./budget.ts";
import { createFairQueue, type Reservation, refuseLongWait } from "./fair-queue.ts";
import { type RateLimiter, type RateLimiterOptions, sleep } from "./rate-limiter.ts";

export interface SharedLimiterOptions extends Omit<RateLimiterOptions, "now"> {
  store: Store;
  /** Milliseconds since 1970, about the same for all who share. */
  clock?: (() => number) | undefined;
  /** Between two calls of the background. Default 1 s. */
  pauseMs?: number | undefined;
}

const BACKGROUND = "upstream:background";
const PAUSE = "upstream:pause";
const HELD = "upstream:client:";
/** What stands further in the future than any wait was written by a clock that is wrong. */
const WRONG_MS = 10 * 60_000;

/** The same budget for all companions on a store together: what is taken stands there. */
export function createSharedLimiter({
  store,
  clock = Date.now,
  wait = sleep,
  pauseMs,
  callsPerSecond = DEFAULT_CALLS_PER_SECOND,
}: SharedLimiterOptions): RateLimiter {
  const budget = {
    ...toBudget(callsPerSecond),
    ...(pauseMs !== undefined && { backgroundPauseMs: pauseMs }),
  };
  const queue = createFairQueue({
    budget,
    now: clock,
    wait,
    reserve: (client, deadline) =>
      store.write(() => takePayersPlace(budget, { client, deadline, now: clock() })),
  });
  return {
    payer: (client = "") => queue(client),
    registration: () => store.write(() => takeRegistrationPlace(budget, clock())),
    async background(signal) {
      for (;;) {
        const delayMs = await store.write(() => takeBackgroundPlace(budget, clock()));
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

interface Caller {
  client: string;
  deadline: number;
  now: number;
}

/** A call may begin a window after the one that is as many places before. A client that waits holds a lease until then. */
function* takePayersPlace(budget: Budget, { client, deadline, now }: Caller): Job<Reservation> {
  yield* lock(["upstream"]);
  const name = `${HELD}${client}`;
  const until = yield* findHeld(name, now);
  if (until !== undefined) return { at: until, isTaken: false };
  const place = oldest(yield* findPlaces(payerNames(budget), now));
  const at = Math.max(now, place.until + budget.payerWindowMs);
  refuseLongWait(at, deadline);
  yield* savePlace(place.name, at);
  if (at > now) yield* takeLease({ name, holder: name, now, ttlMs: at - now });
  else yield* execute("DELETE FROM leases WHERE name LIKE $1 AND until <= $2", `${HELD}%`, now);
  return { at, isTaken: true };
}

/** True where a place is taken now. Nobody waits for one. */
function* takeRegistrationPlace(budget: Budget, now: number): Job<boolean> {
  yield* lock(["upstream"]);
  const names = Array.from({ length: budget.registrationCalls }, (_, at) => `upstream:registration:${at}`);
  const places = yield* findPlaces([...names, ...payerNames(budget), PAUSE], now);
  const registration = oldest(new Map(names.map((name) => [name, places.get(name) ?? 0])));
  const payer = oldest(new Map(payerNames(budget).map((name) => [name, places.get(name) ?? 0])));
  const isFree =
    registration.until + budget.registrationWindowMs <= now &&
    payer.until + budget.payerWindowMs <= now &&
    (places.get(PAUSE) ?? 0) <= now;
  if (!isFree) return false;
  yield* savePlace(registration.name, now);
  yield* savePlace(payer.name, now);
  return true;
}

/** 0 where the place is taken now; else how long it is to the next one. */
function* takeBackgroundPlace(budget: Budget, now: number): Job<number> {
  yield* lock(["upstream"]);
  const places = yield* findPlaces([BACKGROUND, PAUSE], now);
  const next = Math.max(places.get(BACKGROUND) ?? 0, places.get(PAUSE) ?? 0);
  if (next > now) return next - now;
  yield* savePlace(BACKGROUND, now + budget.backgroundPauseMs);
  return 0;
}

function* pause(until: number): Job<void> {
  yield* lock(["upstream"]);
  const places = yield* findPlaces([PAUSE], until);
  if ((places.get(PAUSE) ?? 0) < until) yield* savePlace(PAUSE, until);
}

function payerNames({ payerCalls }: Budget): string[] {
  return Array.from({ length: payerCalls }, (_, index) => `upstream:payer:${index}`);
}

function oldest(places: ReadonlyMap<string, number>): { name: string; until: number } {
  const [name, until] = [...places].sort(([, a], [, b]) => a - b)[0] as [string, number];
  return { name, until };
}

function* findHeld(name: string, now: number): Job<number | undefined> {
  const [lease] = yield* query<{ until: number }>("SELECT until FROM leases WHERE name = $1", name);
  return lease && lease.until > now && lease.until - now <= WRONG_MS ? lease.until : undefined;
}

function* findPlaces(names: readonly string[], now: number): Job<Map<string, number>> {
  const rows = yield* query<{ name: string; until: number }>(
    "SELECT name, until FROM sweeps WHERE name {in $1}",
    names,
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
