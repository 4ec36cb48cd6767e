import fastifyRateLimit from "@fastify/rate-limit";
import Fastify, { type onRequestAsyncHookHandler } from "fastify";
import type { Store } from "../store/sql/store.ts";
import { toClientNetwork } from "./client-network.ts";
import { ApiError } from "./errors.ts";
import { createLocalCounts } from "./local-counts.ts";
import { createSharedCounts } from "./shared-counts.ts";

/** What each client address may do in a minute. Routes that are handed the same limit share it. */
export interface Limits {
  limitOpening: onRequestAsyncHookHandler;
  limitReading: onRequestAsyncHookHandler;
}

export interface LimitsOptions {
  checkoutsPerMinute: number;
  readsPerMinute: number;
  store: Store;
  clock: () => number;
}

/** The limits of one companion. They live in a server that never listens, so that one around the companion may have its own. */
export async function createLimits({ store, clock, ...most }: LimitsOptions): Promise<Limits> {
  const app = Fastify();
  await app.register(fastifyRateLimit, {
    global: false,
    timeWindow: 60_000,
    keyGenerator: ({ ip }) => toClientNetwork(ip),
    store: store.pubsub ? createSharedCounts(store, clock) : createLocalCounts(),
    errorResponseBuilder: (_request, { ttl }) =>
      new ApiError("rate_limited", "Too many requests. Try again in a moment.", {
        retryAfter: Math.ceil(ttl / 1000),
      }),
  });
  return {
    limitOpening: app.rateLimit({ max: most.checkoutsPerMinute, groupId: "opening" }),
    limitReading: app.rateLimit({ max: most.readsPerMinute, groupId: "reading" }),
  };
}
