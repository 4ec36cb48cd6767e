import { ApiError } from "../errors.ts";

/**
 * Shares Request Network's budget of five calls a second. Payers come first: four of the five are theirs, and nothing
 * that the background is told to wait for ever holds them up.
 */
export interface RateLimiter {
  /** A place for a payer's call. @throws {ApiError} `payment_service_busy` where it would be more than 5 s away */
  payer(): Promise<void>;
  /** A place for a background call: one a second at most. Aborting gives the place back by never using it. */
  background(signal: AbortSignal): Promise<void>;
  /** Request Network has refused a call for the rate: the background keeps still for so long. */
  pauseBackground(ms: number): void;
}

export interface RateLimiterOptions {
  /** Milliseconds, ever growing. */
  now?: () => number;
  wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export const PAYER_CALLS_PER_SECOND = 4;
const LONGEST_WAIT_MS = 5000;
export const BACKGROUND_PAUSE_MS = 1000;

export function createRateLimiter({
  now = () => performance.now(),
  wait = sleep,
}: RateLimiterOptions = {}): RateLimiter {
  const taken: number[] = [];
  let nextBackgroundAt = 0;

  return {
    async payer() {
      const fourthLast = taken.at(-PAYER_CALLS_PER_SECOND) ?? Number.NEGATIVE_INFINITY;
      const at = Math.max(now(), fourthLast + 1000);
      const delayMs = at - now();
      refuseLongWait(delayMs);
      taken.push(at);
      if (taken.length > PAYER_CALLS_PER_SECOND) taken.shift();
      if (delayMs > 0) await wait(delayMs);
    },
    async background(signal) {
      for (;;) {
        const delayMs = nextBackgroundAt - now();
        if (delayMs <= 0) break;
        await wait(delayMs, signal);
        signal.throwIfAborted();
      }
      nextBackgroundAt = now() + BACKGROUND_PAUSE_MS;
    },
    pauseBackground(ms) {
      nextBackgroundAt = Math.max(nextBackgroundAt, now() + ms);
    },
  };
}

/** A payer does not wait for ever. @throws {ApiError} `payment_service_busy` */
export function refuseLongWait(delayMs: number): void {
  if (delayMs <= LONGEST_WAIT_MS) return;
  const retryAfter = Math.ceil((delayMs - LONGEST_WAIT_MS) / 1000);
  throw new ApiError("payment_service_busy", "Many people are paying just now. Try again in a moment.", {
    retryAfter,
  });
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
