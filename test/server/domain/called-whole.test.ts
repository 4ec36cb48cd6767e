import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type EventFields, NOW } from "../../helpers/events.ts";
import { confirmed, factsOf, link, READING, read, request, standing } from "../../helpers/standing.ts";

const reading = { policy: READING };
const verified = [request(), link()];
const told = (fields: EventFields) => factsOf(confirmed({ amount: fields.totalAmountPaid, ...fields }));
const outcome = (...[known, changes]: Parameters<typeof standing>) => {
  const { status, amountPaid } = standing(known, changes);
  return [status, amountPaid];
};

// input: W34
describe("a delivery that calls a payment whole, and by its own amounts far less than expected has arrived,", () => {
  for (const [total, expected, paid] of [
    ["4", "10", ["partially_paid", "4"]],
    ["4.999999", "10", ["partially_paid", "4.999999"]],
    ["0.000001", "10", ["partially_paid", "0.000001"]],
    ["5", "10", ["paid", "10"]],
    ["9.9", "10", ["paid", "10"]],
    ["4", undefined, ["paid", "10"]],
    [undefined, "10", ["paid", "10"]],
  ] as const)
    test(`is the payment of ${paid.join(", ")}, by a total of ${total} of ${expected}`, () => {
      const known = told({ totalAmountPaid: total, expectedAmount: expected });

      assert.deepEqual(outcome([...verified, ...known], reading), paid);
      assert.deepEqual(outcome(known, { ...reading, createdBy: "companion" }), paid);
    });

  const part = told({ totalAmountPaid: "4" });

  test("is a whole one once a read says that the request is paid", () => {
    const known = [...verified, ...part, request({ paid: true }), read({ at: NOW })];

    assert.deepEqual(outcome(known, reading), ["paid", "10"]);
    assert.deepEqual(outcome([...verified, ...part, ...told({ totalAmountPaid: "10" })], reading), [
      "paid",
      "10",
    ]);
  });

  test("stays for review where nothing says what the link asks for", () => {
    const { status, reason } = standing(part);

    assert.deepEqual([status, reason], ["review", "below_price"]);
  });
});
