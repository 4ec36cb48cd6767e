import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { RateLimiter } from "../../server/request-network/api/rate-limiter.ts";
import { purchase, SHOP, startCompanion, type TestCompanion } from "./companion.ts";
import { NOW } from "./events.ts";
import { eventually } from "./eventually.ts";
import { startUpstream, type UpstreamOptions } from "./upstream.ts";

const CLIENT_ID = { REQUEST_CLIENT_ID: "cli_a", REQUEST_ORIGIN: SHOP };
export const MINUTE = 60_000;

export interface Setup extends UpstreamOptions {
  environment?: Record<string, string | undefined>;
  /** Whether reads at registration have a place. */
  registration?: boolean;
}

/** A companion whose background reads take a second each, by a clock that also moves while a test waits. */
export async function startReading(t: TestContext, setup: Setup = {}) {
  const { environment = CLIENT_ID, registration = false, ...options } = setup;
  const upstream = await startUpstream(t, options);
  const time = { now: NOW };
  let background = 0;
  const limiter: RateLimiter = {
    payer: async () => {},
    registration: async () => registration,
    background: async () => {
      background += 1;
      time.now += 1000;
    },
    pauseBackground: () => {},
  };
  const companion = await startCompanion(t, {
    clock: () => time.now,
    limiter,
    environment: { REQUEST_API_URL: upstream.url, TRUST_PROXY: "127.0.0.1", ...environment },
    reconciler: { idleMs: 5 },
  });
  /** Registers a link of 10 USDC on Base that Request Network knows, and has it paid later. */
  const buy = async (address = "198.51.100.1") => {
    const body = purchase();
    const [requestId = ""] = body.link.requestIds;
    upstream.add({ requestId, token: body.link.token });
    const { status } = await companion.open(body, { "x-forwarded-for": address });
    assert.equal(status, 201);
    return { id: body.id, requestId };
  };
  const becomesPaid = async (id: string, withinMs: number, meanwhile = async () => {}) => {
    const end = time.now + withinMs;
    let status: unknown;
    await eventually(`${id} to be paid`, async () => {
      status = (await companion.get(`/v1/checkouts/${id}`)).body.status;
      time.now += 1000;
      await meanwhile();
      return status === "paid" || time.now > end;
    });
    assert.equal(status, "paid", `not within ${withinMs / 1000} s`);
  };
  return { companion, upstream, time, buy, becomesPaid, calls: () => background };
}

export async function registerInvented(companion: TestCompanion, count: number): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      companion.open(purchase(), { "x-forwarded-for": `203.0.113.${index % 4}` }),
    ),
  );
  assert.ok(answers.every(({ status }) => status === 201));
}
