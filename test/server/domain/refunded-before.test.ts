import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Fact } from "../../../server/domain/facts.ts";
import { at, type EventFields, NOW } from "../../helpers/events.ts";
import {
  confirmed,
  factsOf,
  link,
  partial,
  READING,
  refunded,
  request,
  standing,
} from "../../helpers/standing.ts";

const half = { refundAmount: "5" };
const first = partial({ amount: "5", totalAmountPaid: "5", timestamp: at(1) });
const rest = confirmed({ amount: "5", totalAmountPaid: "10", timestamp: at(9) });

/** Facts that arrive so many minutes after the registration. */
const seen = (minutes: number, event: EventFields): Fact[] =>
  factsOf(event).map((fact) => ({ ...fact, seenAt: NOW + minutes * 60_000 }));

describe("derive › half of the price, back, and half of it again", () => {
  for (const [name, known, policy] of [
    ["verified by reads", [request(), link()], READING],
    ["by clean labels", [], {}],
  ] as const)
    for (const timestamp of [at(5), undefined])
      test(`is not the price, ${name}, in any order, refunded at ${timestamp}`, () => {
        const all = [
          ...known,
          ...seen(1, first),
          ...seen(5, refunded({ ...half, timestamp })),
          ...seen(9, rest),
        ];
        for (const facts of [all, all.toReversed()]) {
          const { status, reason, amountRefunded } = standing(facts, { policy });

          assert.deepEqual([status, reason, amountRefunded], ["review", "below_price", "5"]);
        }
      });

  test("is a refund in part where the price had been reached before it", () => {
    const { status, amountRefunded } = standing(
      factsOf(confirmed({ timestamp: at(1) }), refunded({ ...half, timestamp: at(5) }), rest),
    );

    assert.deepEqual([status, amountRefunded], ["paid", "5"]);
  });

  test("is a refund in part where it is undated, and was told of at once with the payment", () => {
    const { status, amountRefunded } = standing(
      factsOf(confirmed(), refunded({ ...half, timestamp: undefined })),
    );

    assert.deepEqual([status, amountRefunded], ["paid", "5"]);
  });

  test("is nothing of this order where the refund is in another token", () => {
    const other = refunded({ ...half, currency: "FAU", timestamp: at(5) });

    assert.equal(standing(factsOf(first, other, rest)).status, "paid");
  });
});
