import type { RateLimiter } from "../../server/request-network/api/rate-limiter.ts";

/** Lets every call to Request Network through at once: no test waits for its place among five calls a second. */
export const UNLIMITED: RateLimiter = {
  payer: async () => {},
  background: async () => {},
  registration: async () => true,
  pauseBackground: () => {},
};
