import type { ClockStatus, Warning } from "../contract/contract.ts";

/** How far the own clock is ahead, in milliseconds, by each comparison; the newest last. */
export interface ClockSamples {
  /** By the `Date` of answers of Request Network's API. */
  api: readonly number[];
  /** By the signed times of deliveries at their first attempt: a delivery is seconds old then. */
  deliveries: readonly number[];
}

export const SKEW_MS = 2 * 60_000;
/** Fewer deliveries may each have been late. */
const ENOUGH_DELIVERIES = 5;
/** Nothing arrives before it was sent: so few are enough. */
const ENOUGH_FROM_FUTURE = 3;

/** How far the clock is off. An answer's `Date` counts before what deliveries say: those may have been held up. */
export function judgeClock({ api, deliveries }: ClockSamples): ClockStatus {
  if (api.length > 0) return { skewMs: median(api), source: "api" };
  const last = deliveries.slice(-ENOUGH_FROM_FUTURE);
  const areFromFuture = last.length === ENOUGH_FROM_FUTURE && last.every((offset) => offset <= -SKEW_MS);
  if (areFromFuture) return { skewMs: median(last), source: "deliveries" };
  if (deliveries.length < ENOUGH_DELIVERIES) return { skewMs: null, source: null };
  return { skewMs: median(deliveries), source: "deliveries" };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}

/** What to say of a clock that is off; undefined of one that is right, or not known to be wrong. */
export function clockWarning({ skewMs, source }: ClockStatus): Warning | undefined {
  if (skewMs === null || Math.abs(skewMs) < SKEW_MS) return undefined;
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  const compared = source === "api" ? "the Date of its answers" : "the signed times of its webhooks";
  const effect =
    skewMs > 0
      ? "Payments look older than their orders and end in review, and links and offers expire too early."
      : "Links and offers stay open too long, and money that is older than its order may count.";
  return {
    code: "clock_skew",
    message:
      `This machine's clock is ${minutes} minutes ${skewMs > 0 ? "ahead of" : "behind"} Request Network's (compared with ` +
      `${compared}). ${effect} Most likely time synchronisation is off: timedatectl set-ntp true, or chrony.`,
  };
}

export interface ClockCheck {
  /** Request Network's API has answered with this `Date`. */
  answer(date: string): void;
  /** A delivery has arrived at its first attempt; `statedAt` is its signed time, in milliseconds since 1970. */
  delivery(statedAt: number): void;
  readonly status: ClockStatus;
}

export interface ClockCheckOptions {
  clock: () => number;
  log: { error: (details: object, message: string) => void };
}

const KEPT = { api: 5, deliveries: 10 } as const;
/** What was compared longer ago says nothing of now. */
const FRESH_MS = 60 * 60_000;
const LOG_EVERY_MS = 60_000;

/** Compares this process's clock with others, and logs an error while it is off, at most once a minute. */
export function createClockCheck({ clock, log }: ClockCheckOptions): ClockCheck {
  const samples: Record<keyof ClockSamples, { offset: number; at: number }[]> = { api: [], deliveries: [] };
  let loggedAt: number | undefined;

  function add(kind: keyof ClockSamples, theirs: number): void {
    if (Number.isNaN(theirs)) return;
    const now = clock();
    samples[kind] = [...samples[kind], { offset: now - theirs, at: now }].slice(-KEPT[kind]);
    const warning = clockWarning(status());
    if (!warning || (loggedAt !== undefined && Math.abs(now - loggedAt) < LOG_EVERY_MS)) return;
    loggedAt = now;
    log.error({ ...status() }, warning.message);
  }

  function status(): ClockStatus {
    const now = clock();
    const fresh = (kind: keyof ClockSamples) =>
      samples[kind].filter(({ at }) => Math.abs(now - at) <= FRESH_MS).map(({ offset }) => offset);
    return judgeClock({ api: fresh("api"), deliveries: fresh("deliveries") });
  }

  return {
    answer: (date) => add("api", Date.parse(date)),
    delivery: (statedAt) => add("deliveries", statedAt),
    get status() {
      return status();
    },
  };
}
