import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ApiError } from "../../server/http/errors.ts";
import { createRateLimiter } from "../../server/request-network/api/rate-limiter.ts";

/** A clock that moves only when somebody waits. */
function createLimiter() {
  let now = 0;
  const limiter = createRateLimiter({
    now: () => now,
    wait: async (ms) => {
      now = Math.max(now, now + ms);
    },
  });
  return { limiter, time: () => now, pass: (ms: number) => (now += ms) };
}

describe("the rate limiter", () => {
  test("lets four payers through in any second, and makes the fifth wait for the next", async () => {
    const { limiter, time } = createLimiter();
    const times: number[] = [];

    for (let call = 0; call < 9; call += 1) {
      await limiter.payer();
      times.push(time());
    }

    assert.deepEqual(times, [0, 0, 0, 0, 1000, 1000, 1000, 1000, 2000]);
  });

  test("turns a payer away who would wait for more than five seconds, and says when to come back", async () => {
    const limiter = createRateLimiter({ now: () => 0, wait: () => new Promise(() => {}) });
    for (let call = 0; call < 24; call += 1) void limiter.payer();

    await assert.rejects(limiter.payer(), (error) => {
      assert.ok(error instanceof ApiError);
      assert.equal(error.code, "payment_service_busy");
      assert.equal(error.retryAfter, 1);
      return true;
    });
  });

  test("gives the background one call a second", async () => {
    const { limiter, time } = createLimiter();
    const { signal } = new AbortController();
    const times: number[] = [];

    for (let call = 0; call < 4; call += 1) {
      await limiter.background(signal);
      times.push(time());
    }

    assert.deepEqual(times, [0, 1000, 2000, 3000]);
  });

  test("keeps the background still after a refusal, never the payers", async () => {
    const { limiter, time } = createLimiter();
    limiter.pauseBackground(30_000);

    await limiter.payer();
    assert.equal(time(), 0);

    await limiter.background(new AbortController().signal);
    assert.equal(time(), 30_000);
  });

  test("lets go of a background call whose owner closes", async () => {
    const limiter = createRateLimiter();
    const closing = new AbortController();
    limiter.pauseBackground(60_000);

    const waiting = limiter.background(closing.signal);
    closing.abort();

    await assert.rejects(waiting);
  });
});
