import { DEFAULT_CALLS_PER_SECOND, toBudget } from "./budget.ts";
import { createFairQueue, refuseLongWait } from "./fair-queue.ts";

/**
 * Shares Request Network's budget of calls. Payers come first: four fifths are theirs, and nothing that the background is
 * told to wait for ever holds them up.
 */
export interface RateLimiter {
  /**
   * A place for a payer's call. Clients take turns, however many calls each of them makes.
   * @throws {ApiError} `payment_service_busy` where it would be more than 5 s away
   */
  payer(client?: string): Promise<void>;
  /** A place for a read at registration, if there is one now: from at most half of the payers' share, and never before them. */
  registration(): Promise<boolean>;
  /** A place for a background call: one a second at most. Aborting gives the place back by never using it. */
  background(signal: AbortSignal): Promise<void>;
  /** Request Network has refused a call for the rate: background and reads at registration keep still for so long. */
  pauseBackground(ms: number): void;
}

export interface RateLimiterOptions {
  /** Milliseconds, ever growing. */
  now?: () => number;
  wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Calls of all kinds together. Default 5. */
  callsPerSecond?: number | undefined;
}

export function createRateLimiter({
  now = () => performance.now(),
  wait = sleep,
  callsPerSecond = DEFAULT_CALLS_PER_SECOND,
}: RateLimiterOptions = {}): RateLimiter {
  const budget = toBudget(callsPerSecond);
  const payers = createWindow(budget.payerCalls, budget.payerWindowMs);
  const registrations = createWindow(budget.registrationCalls, budget.registrationWindowMs);
  let nextBackgroundAt = 0;
  let pausedUntil = 0;

  const queue = createFairQueue({
    budget,
    now,
    wait,
    // The queue itself asks for one place for a client at a time.
    reserve(_client, deadline) {
      const at = Math.max(now(), payers.nextAt());
      refuseLongWait(at, deadline);
      payers.take(at);
      return { at, isTaken: true };
    },
  });

  return {
    payer: (client = "") => queue(client),
    async registration() {
      const time = now();
      if (Math.max(pausedUntil, payers.nextAt(), registrations.nextAt()) > time) return false;
      payers.take(time);
      registrations.take(time);
      return true;
    },
    async background(signal) {
      for (;;) {
        const delayMs = nextBackgroundAt - now();
        if (delayMs <= 0) break;
        await wait(delayMs, signal);
        signal.throwIfAborted();
      }
      nextBackgroundAt = now() + budget.backgroundPauseMs;
    },
    pauseBackground(ms) {
      pausedUntil = Math.max(pausedUntil, now() + ms);
      nextBackgroundAt = Math.max(nextBackgroundAt, pausedUntil);
    },
  };
}

/** At most so many calls begin within any window. */
function createWindow(calls: number, windowMs: number) {
  const taken: number[] = [];
  return {
    nextAt: (): number => (taken.at(-calls) ?? Number.NEGATIVE_INFINITY) + windowMs,
    take(at: number): void {
      taken.push(at);
      if (taken.length > calls) taken.shift();
    },
  };
}

/** Ends early, and quietly, when the signal does. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
}
