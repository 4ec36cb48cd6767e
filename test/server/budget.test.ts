import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ApiError } from "../../server/http/errors.ts";
import { toBudget } from "../../server/request-network/api/budget.ts";
import { createRateLimiter } from "../../server/request-network/api/rate-limiter.ts";
import { createVirtualTime } from "../helpers/virtual-time.ts";

describe("REQUEST_RATE_PER_SECOND", () => {
  for (const rate of [1, 2, 3, 5, 10, 20]) {
    test(`of ${rate} covers payers and background together`, () => {
      const budget = toBudget(rate);
      const background = 1000 / budget.backgroundPauseMs;
      const payers = (budget.payerCalls * 1000) / budget.payerWindowMs;
      const registrations = (budget.registrationCalls * 1000) / budget.registrationWindowMs;

      assert.ok(background <= 1 && background <= rate / 5, `background ${background}`);
      assert.ok(payers + background <= rate + 1e-9, `payers ${payers}`);
      assert.ok(registrations <= payers / 2, `registrations ${registrations}`);
    });
  }

  test("makes the calls of payers as many as it leaves them", async () => {
    const { now, wait, pass } = createVirtualTime();
    const limiter = createRateLimiter({ now, wait, callsPerSecond: 10 });
    let served = 0;
    for (let call = 0; call < 30; call += 1) limiter.payer(`${call}`).then(() => (served += 1));

    await pass(999);
    assert.equal(served, 9);
    await pass(1000);
    assert.equal(served, 18);
  });
});

describe("reads at registration", () => {
  test("use half of the payers' share, and no place that a payer waits for", async () => {
    const { now, wait, pass } = createVirtualTime();
    const limiter = createRateLimiter({ now, wait });

    assert.deepEqual(
      [await limiter.registration(), await limiter.registration(), await limiter.registration()],
      [true, true, false],
    );
    let served = 0;
    for (let call = 0; call < 3; call += 1) limiter.payer(`${call}`).then(() => (served += 1));
    await pass(0);
    assert.equal(served, 2);
    await pass(1000);
    assert.equal(served, 3);
    for (let call = 0; call < 7; call += 1) limiter.payer(`${call}`);
    await pass(0);
    assert.equal(await limiter.registration(), false);
  });

  test("are not made while Request Network refuses calls for the rate", async () => {
    const { now, wait, pass } = createVirtualTime();
    const limiter = createRateLimiter({ now, wait });
    limiter.pauseBackground(30_000);

    assert.equal(await limiter.registration(), false);
    await pass(30_000);
    assert.equal(await limiter.registration(), true);
  });
});

describe("A10: eight clients that flood within their limits", () => {
  test("leave every honest payer a place within five seconds", async () => {
    const { now, wait, pass } = createVirtualTime();
    const limiter = createRateLimiter({ now, wait });
    const outcomes: (number | ApiError)[] = [];
    let floodServed = 0;
    const flood = (client: number) =>
      limiter.payer(`flood-${client}`).then(
        () => (floodServed += 1),
        () => {},
      );
    for (let client = 0; client < 8; client += 1) for (let call = 0; call < 30; call += 1) flood(client);

    for (let payer = 0; payer < 23; payer += 1) {
      const startedAt = now();
      limiter.payer(`honest-${payer}`).then(
        () => outcomes.push(now() - startedAt),
        (error: ApiError) => outcomes.push(error),
      );
      for (let client = 0; client < 8; client += 1) flood(client);
      await pass(2000);
    }
    await pass(10_000);

    assert.equal(outcomes.length, 23);
    for (const outcome of outcomes)
      assert.ok(typeof outcome === "number" && outcome <= 5000, String(outcome));
    assert.ok(floodServed > 100, String(floodServed));
  });

  test("get 503 themselves for what would wait longer, with a time to come back", async () => {
    const { now, wait, pass } = createVirtualTime();
    const limiter = createRateLimiter({ now, wait });
    const refusals: ApiError[] = [];
    for (let call = 0; call < 30; call += 1) limiter.payer("one").catch((error) => refusals.push(error));

    await pass(5000);

    assert.equal(refusals.length, 6);
    for (const refusal of refusals) {
      assert.ok(refusal instanceof ApiError);
      assert.equal(refusal.code, "payment_service_busy");
      assert.ok((refusal.retryAfter ?? 0) >= 1);
    }
  });
});
