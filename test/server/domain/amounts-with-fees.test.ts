import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { EventFields } from "../../helpers/events.ts";
import {
  BLIND,
  calibration,
  confirmed,
  factsOf,
  link,
  READING,
  request,
  standing,
} from "../../helpers/standing.ts";

const amounts = (amount: string): EventFields => ({
  amount,
  totalAmountPaid: amount,
  expectedAmount: amount,
});
/** No read names a payee, and links can't be read by their token. */
const closed = calibration({ tokenReads: "closed", namesPayee: false });
const unpaid = request({
  payee: undefined,
  currency: undefined,
  network: undefined,
  invoiceCurrency: undefined,
});

/** A search of the request's payments names the invoice currency. */
const searched = request({
  source: "payments_read",
  payee: undefined,
  currency: undefined,
  network: undefined,
  amount: undefined,
});

describe("derive › stated amounts with or without fees, where no read names a payee", () => {
  for (const stated of ["9.99", "6.01", "5", "10.01", "13.99"]) {
    test(`${stated} of a link that a read knows to ask for the price is paid, without excess`, () => {
      const known = [closed, unpaid, searched, ...factsOf(confirmed(amounts(stated)))];
      for (const facts of [known, known.toReversed()]) {
        const { status, amountPaid, excess, reason } = standing(facts, { policy: READING });

        assert.deepEqual([status, amountPaid, excess, reason], ["paid", "10", null, null]);
      }
    });

    test(`${stated} of a link that the companion has created over the price is paid, without excess`, () => {
      const { status, amountPaid, excess } = standing([closed, ...factsOf(confirmed(amounts(stated)))], {
        createdBy: "companion",
        policy: { ...READING, creation: { form: "bound" } },
      });

      assert.deepEqual([status, amountPaid, excess], ["paid", "10", null]);
    });
  }

  test("a payment above what was asked for is excess all the same", () => {
    const more = factsOf(confirmed({ amount: "11.99", totalAmountPaid: "11.99", expectedAmount: "9.99" }));

    assert.equal(standing([closed, unpaid, searched, ...more], { policy: READING }).excess, "2");
  });

  test("a part of it is partially paid", () => {
    const part = factsOf(
      confirmed({ event: "payment.partial", amount: "5", totalAmountPaid: "5", expectedAmount: "9.99" }),
    );

    assert.equal(standing([closed, unpaid, searched, ...part], { policy: READING }).amountPaid, "5");
  });

  test("less than half of it is for review, whatever a read without an invoice currency says", () => {
    const yen = factsOf(confirmed(amounts("0.06")));
    const paid = { ...unpaid, paid: true } as typeof unpaid;
    const money = {
      kind: "money",
      source: "request_read",
      seenAt: paid.seenAt,
      final: true,
      expected: "10",
    } as const;

    const { status, reason } = standing([closed, unpaid, searched, ...yen, paid, money], { policy: READING });

    assert.deepEqual([status, reason], ["review", "below_price"]);
  });

  test("less than half of it decides nothing where the companion has created the link, or reads verify what it asks for", () => {
    const far = factsOf(confirmed(amounts("0.06")));
    const bound = { createdBy: "companion", policy: { ...READING, creation: { form: "bound" } } } as const;

    for (const { status, amountPaid } of [
      standing([closed, ...far], bound),
      standing([request(), link(), ...far], { policy: READING }),
    ])
      assert.deepEqual([status, amountPaid], ["paid", "10"]);
  });

  test("less than the price is for review where no source knows what the link asks for", () => {
    const { status, reason } = standing(factsOf(confirmed(amounts("9.99"))), { policy: BLIND });

    assert.deepEqual([status, reason], ["review", "below_price"]);
  });

  test("a read over less refutes it", () => {
    const less = { ...unpaid, amount: "9.99" } as typeof unpaid;
    const { status, reason } = standing([closed, unpaid, searched, less, ...factsOf(confirmed())], {
      policy: READING,
    });

    assert.deepEqual([status, reason], ["review", "below_price"]);
  });
});
