import type { onRequestAsyncHookHandler } from "fastify";

/** What each client address may do in a minute. Routes that are handed the same limit share it. */
export interface Limits {
  limitOpening: onRequestAsyncHookHandler;
  limitReading: onRequestAsyncHookHandler;
}
