import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { ErrorBodySchema } from "../../server/contract/contract.ts";
import type { RateLimiter } from "../../server/request-network/api/rate-limiter.ts";
import { purchase, SHOP, startCompanion, type TestCompanion } from "./companion.ts";
import { startUpstream, type UpstreamOptions, type UpstreamRequest } from "./upstream.ts";

export const CLIENT_ID = { REQUEST_CLIENT_ID: "cli_a", REQUEST_ORIGIN: SHOP };
/** Every read at registration has a place, and the background has none. */
export const REGISTRATIONS: RateLimiter = {
  payer: async () => {},
  registration: async () => true,
  background: (signal) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  pauseBackground: () => {},
};
export const BACKGROUND: RateLimiter = {
  ...REGISTRATIONS,
  registration: async () => false,
  background: async () => {},
};

interface Setup extends UpstreamOptions {
  limiter?: RateLimiter;
  environment?: Record<string, string | undefined>;
  registrationReadMs?: number;
}

export async function startWithUpstream(t: TestContext, setup: Setup = {}) {
  const { limiter = REGISTRATIONS, environment = CLIENT_ID, registrationReadMs, ...options } = setup;
  const upstream = await startUpstream(t, options);
  const companion = await startCompanion(t, {
    limiter,
    registrationReadMs,
    environment: { REQUEST_API_URL: upstream.url, ...environment },
    reconciler: { idleMs: 10 },
  });
  /** A purchase of 10 USDC on Base by a link that Request Network knows. */
  const buy = (request: Partial<UpstreamRequest> = {}) => {
    const body = purchase();
    upstream.add({ requestId: body.link.requestIds[0] as string, token: body.link.token, ...request });
    return body;
  };
  return { companion, upstream, buy };
}

/** A registration that gets 409, without a pay URL in the answer. Its code. */
export async function refused(companion: TestCompanion, body: Record<string, unknown>): Promise<string> {
  const answer = await companion.open(body);
  assert.equal(answer.status, 409, JSON.stringify(answer.body));
  assert.doesNotMatch(JSON.stringify(answer.body), /request\.network/);
  return ErrorBodySchema.parse(answer.body).error.code;
}
