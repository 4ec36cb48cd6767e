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
    for (const fields of [
      { timestamp: at(5) },
      { timestamp: undefined },
      { timestamp: at(5), currency: "USD" },
    ])
      test(`is not the price, ${name}, in any order, refunded ${JSON.stringify(fields)}`, () => {
        const all = [
          ...known,
          ...seen(1, first),
          ...seen(5, refunded({ ...half, ...fields })),
          ...seen(9, rest),
        ];
        for (const facts of [all, all.toReversed()]) {
          const { status, reason, amountRefunded } = standing(facts, { policy });

          assert.deepEqual([status, reason, amountRefunded], ["review", "below_price", "5"]);
        }
      });

  test("is a refund in part where the price had been reached before it", () => {
    const paid = confirmed({ timestamp: at(1) });
    const again = confirmed({ timestamp: at(9), txHash: "0xAA02" });
    const back = refunded({ ...half, timestamp: at(5) });

    for (const known of [
      [...seen(1, paid), ...seen(5, back), ...seen(9, again)],
      factsOf(paid, back, again),
    ]) {
      const { status, amountRefunded } = standing(known);
      assert.deepEqual([status, amountRefunded], ["paid", "5"]);
    }
  });

  test("is not the price where the refund is told of last: its stated date counts", () => {
    const known = [...seen(1, first), ...seen(9, rest), ...seen(20, refunded({ ...half, timestamp: at(5) }))];

    assert.deepEqual([standing(known).status, standing(known).reason], ["review", "below_price"]);
  });

  test("leaves a part that went back in part what it is", () => {
    const known = factsOf(first, refunded({ refundAmount: "2", timestamp: at(5) }));
    const { status, reason, amountRefunded } = standing(known);

    assert.deepEqual([status, reason, amountRefunded], ["partially_paid", null, "2"]);
  });

  test("says nothing of a page's link that nothing verifies: whose money went back is not known", () => {
    const known = [...seen(1, first), ...seen(5, refunded({ ...half, timestamp: at(5) })), ...seen(9, rest)];
    const { status, reason, unverifiedSince } = standing(known, { policy: READING });

    assert.deepEqual([status, reason, unverifiedSince], ["processing", null, NOW + 60_000]);
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
