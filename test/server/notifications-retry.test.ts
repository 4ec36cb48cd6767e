import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { retryAt } from "../../server/notifications/retry.ts";
import { DAY, NOW } from "../helpers/events.ts";
import { HOUR } from "../helpers/outbox.ts";

const pause = (attempts: number, random = 1) =>
  (retryAt({ attempts, createdAt: NOW, now: NOW, random }) as number) - NOW;

describe("retryAt", () => {
  test("begins with some seconds, doubles, and stays at an hour", () => {
    assert.deepEqual(
      [1, 2, 3].map((attempts) => pause(attempts)),
      [5_000, 10_000, 20_000],
    );
    assert.deepEqual(
      [11, 50, 5000].map((attempts) => pause(attempts)),
      [HOUR, HOUR, HOUR],
    );
  });

  test("takes away up to half, so that not all come back at once", () => {
    assert.deepEqual(
      [0, 0.5, 1].map((random) => pause(1, random)),
      [2_500, 3_750, 5_000],
    );
  });

  test("tries a last time when three days are over, and then gives up", () => {
    const failed = { attempts: 60, createdAt: NOW, random: 1 };

    assert.equal(retryAt({ ...failed, now: NOW + 3 * DAY - 1000 }), NOW + 3 * DAY);
    assert.equal(retryAt({ ...failed, now: NOW + 3 * DAY }), undefined);
  });

  test("is always later than now, and never later than the three days", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 0, max: 3 * DAY - 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, age, random) => {
          const next = retryAt({ attempts, createdAt: NOW, now: NOW + age, random });
          return next !== undefined && next > NOW + age && next <= NOW + 3 * DAY && next <= NOW + age + HOUR;
        },
      ),
    );
  });
});
