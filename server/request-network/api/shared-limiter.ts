import type { Store } from "../../store/sql/store.ts";
import type { ReadTx, WriteTx } from "../../store/sql/transaction.ts";
import { takeLease } from "../../store/tables/leases.ts";
import { findSlots, saveSlot } from "../../store/tables/rate-slots.ts";
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
      store.write((tx) => takePayersPlace(tx, budget, { client, deadline, now: clock() })),
  });
  return {
    payer: (client = "") => queue(client),
    registration: () => store.write((tx) => takeRegistrationPlace(tx, budget, clock())),
    async background(signal) {
      for (;;) {
        const delayMs = await store.write((tx) => takeBackgroundPlace(tx, budget, clock()));
        if (delayMs <= 0) return;
        await wait(delayMs, signal);
        signal.throwIfAborted();
      }
    },
    pauseBackground(ms) {
      // Where the store is gone, nothing is read either.
      store.write((tx) => pause(tx, clock() + ms)).catch(() => {});
    },
  };
}

interface Caller {
  client: string;
  deadline: number;
  now: number;
}

/** A call may begin a window after the one that is as many places before. A client that waits holds a lease until then. */
async function takePayersPlace(
  tx: WriteTx,
  budget: Budget,
  { client, deadline, now }: Caller,
): Promise<Reservation> {
  await tx.lock(["upstream"]);
  const name = `${HELD}${client}`;
  const until = await findHeld(tx, name, now);
  if (until !== undefined) return { at: until, isTaken: false };
  const place = oldest(await findPlaces(tx, payerNames(budget), now));
  const at = Math.max(now, place.until + budget.payerWindowMs);
  refuseLongWait(at, deadline);
  await saveSlot(tx, place.name, at);
  if (at > now) await takeLease(tx, { name, holder: name, now, ttlMs: at - now });
  else await tx.execute("DELETE FROM leases WHERE name LIKE $1 AND until <= $2", `${HELD}%`, now);
  return { at, isTaken: true };
}

/** True where a place is taken now. Nobody waits for one. */
async function takeRegistrationPlace(tx: WriteTx, budget: Budget, now: number): Promise<boolean> {
  await tx.lock(["upstream"]);
  const names = Array.from({ length: budget.registrationCalls }, (_, at) => `upstream:registration:${at}`);
  const places = await findPlaces(tx, [...names, ...payerNames(budget), PAUSE], now);
  const registration = oldest(new Map(names.map((name) => [name, places.get(name) ?? 0])));
  const payer = oldest(new Map(payerNames(budget).map((name) => [name, places.get(name) ?? 0])));
  const isFree =
    registration.until + budget.registrationWindowMs <= now &&
    payer.until + budget.payerWindowMs <= now &&
    (places.get(PAUSE) ?? 0) <= now;
  if (!isFree) return false;
  await saveSlot(tx, registration.name, now);
  await saveSlot(tx, payer.name, now);
  return true;
}

/** 0 where the place is taken now; else how long it is to the next one. */
async function takeBackgroundPlace(tx: WriteTx, budget: Budget, now: number): Promise<number> {
  await tx.lock(["upstream"]);
  const places = await findPlaces(tx, [BACKGROUND, PAUSE], now);
  const next = Math.max(places.get(BACKGROUND) ?? 0, places.get(PAUSE) ?? 0);
  if (next > now) return next - now;
  await saveSlot(tx, BACKGROUND, now + budget.backgroundPauseMs);
  return 0;
}

async function pause(tx: WriteTx, until: number): Promise<void> {
  await tx.lock(["upstream"]);
  const places = await findPlaces(tx, [PAUSE], until);
  if ((places.get(PAUSE) ?? 0) < until) await saveSlot(tx, PAUSE, until);
}

function payerNames({ payerCalls }: Budget): string[] {
  return Array.from({ length: payerCalls }, (_, index) => `upstream:payer:${index}`);
}

function oldest(places: ReadonlyMap<string, number>): { name: string; until: number } {
  const [name, until] = [...places].sort(([, a], [, b]) => a - b)[0] as [string, number];
  return { name, until };
}

async function findHeld(tx: ReadTx, name: string, now: number): Promise<number | undefined> {
  const [lease] = await tx.query<{ until: number }>("SELECT until FROM leases WHERE name = $1", name);
  return lease && lease.until > now && lease.until - now <= WRONG_MS ? lease.until : undefined;
}

async function findPlaces(tx: ReadTx, names: readonly string[], now: number): Promise<Map<string, number>> {
  const known = await findSlots(tx, names);
  return new Map(
    names.map((name) => {
      const until = known.get(name) ?? 0;
      return [name, until - now > WRONG_MS ? 0 : until];
    }),
  );
}
