import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Standing } from "../../../server/domain/derive.ts";
import { isReviewReason } from "../../../server/domain/resolution.ts";
import type { EventFields } from "../../helpers/events.ts";
import { at, STRANGER } from "../../helpers/events.ts";
import {
  confirmed,
  factsOf,
  link,
  partial,
  READING,
  request,
  standing,
  status,
} from "../../helpers/standing.ts";

describe("derive › review", () => {
  const doubtful: [string, EventFields, Standing["reason"]][] = [
    ["another currency", { currency: "FAU" }, "wrong_currency"],
    ["another network", { network: "sepolia" }, "wrong_network"],
    ["another payee", { payee: STRANGER }, "wrong_payee"],
    [
      "a link below the price, paid in full",
      { amount: "1", totalAmountPaid: "1", expectedAmount: "1" },
      "below_price",
    ],
    ["a final total below the price", { totalAmountPaid: "9.99" }, "below_price"],
    ["money long before the registration", { timestamp: at(-16) }, "paid_before_registration"],
    [
      "paid in full, and no amount at all",
      { amount: undefined, totalAmountPaid: undefined, expectedAmount: undefined },
      "amount_unknown",
    ],
  ];
  for (const [name, fields, reason] of doubtful) {
    // input: W17 W19
    test(`${name} is never silently paid: ${reason}`, () => {
      const { status, reason: actual, payable } = standing(factsOf(confirmed(fields)));

      assert.deepEqual({ status, actual, payable }, { status: "review", actual: reason, payable: false });
    });
  }

  test("a partial payment of a link below the price is for review at once", () => {
    assert.equal(
      standing(factsOf(partial({ totalAmountPaid: "0.5", expectedAmount: "1" }))).reason,
      "below_price",
    );
  });

  test("money shortly before the registration is the payer being quick", () => {
    assert.equal(status(factsOf(confirmed({ timestamp: at(-14) }))), "paid");
  });

  test("the right money beside the wrong one does not cure the doubt", () => {
    const both = factsOf(confirmed({ currency: "FAU", txHash: "0x1" }), confirmed({ txHash: "0x2" }));

    assert.equal(standing(both).reason, "wrong_currency");
  });

  test("a hard label is cleared by a read in full, and by nothing less", () => {
    const wrong = factsOf(confirmed({ currency: "FAU" }));

    assert.equal(status([...wrong, link()], { policy: READING }), "review");
    assert.equal(
      status([...wrong, request({ invoiceCurrency: undefined }), link()], { policy: READING }),
      "review",
    );
    assert.equal(status([...wrong, request(), link()], { policy: READING }), "paid");
  });

  test("a hard label that a read in full clears leaves a part what it is", () => {
    const part = factsOf(partial({ currency: "FAU" }));

    assert.equal(status([...part, request(), link()], { policy: READING }), "partially_paid");
  });

  test("late money that is for review is not called late", () => {
    const late = factsOf(confirmed({ currency: "FAU", timestamp: at(8 * 24 * 60) }));

    assert.deepEqual([standing(late).status, standing(late).late], ["review", false]);
  });

  test("one whole payment of unknown amount beside a part is enough", () => {
    const unsaid = { amount: undefined, totalAmountPaid: undefined, expectedAmount: undefined };

    assert.equal(standing(factsOf(partial(unsaid), confirmed(unsaid))).reason, "amount_unknown");
  });

  test("a hard label on a link of our own is a doubt as well", () => {
    const { status, reason } = standing(factsOf(confirmed({ currency: "FAU" })), { createdBy: "companion" });

    assert.deepEqual([status, reason], ["review", "wrong_currency"]);
  });

  test("money from another network counts once the link itself was read", () => {
    assert.equal(status([link(), ...factsOf(confirmed({ network: "optimism" }))]), "paid");
  });

  test("a link that is the merchant's, and asks for less, is for review once money arrives", () => {
    const cheap = [request({ amount: "1" }), link({ amount: "1000000" }), ...factsOf(confirmed())];

    assert.equal(standing(cheap, { policy: READING }).reason, "below_price");
    const less = { amount: "1", totalAmountPaid: "1", expectedAmount: "1" };
    const paidLess = [request({ amount: "1" }), link(), ...factsOf(confirmed(less))];
    assert.equal(standing(paidLess, { policy: READING }).amountPaid, "1");
    assert.equal(status([request({ amount: "1" })], { policy: READING }), "pending");
    assert.equal(standing([request({ amount: "1" }), link()], { policy: READING }).payable, false);
  });

  test("verified by one source and refuted by another is for review, whatever the money says", () => {
    const { status, reason, amountPaid } = standing(
      [request(), link({ payee: STRANGER }), ...factsOf(confirmed())],
      { policy: READING },
    );

    assert.deepEqual([status, reason, amountPaid], ["review", "wrong_payee", "0"]);
  });

  test("is asked for by the doubts alone, and by no remark on what is paid", () => {
    const doubts = [
      "wrong_payee",
      "wrong_currency",
      "wrong_network",
      "amount_unknown",
      "below_price",
    ] as const;
    const remarks = ["second_payment", "offramp_bounced", null] as const;

    assert.deepEqual([...new Set(doubts.map(isReviewReason))], [true]);
    assert.deepEqual([...new Set(remarks.map(isReviewReason))], [false]);
  });
});
