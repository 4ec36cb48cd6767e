import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, type EventFields } from "../../helpers/events.ts";
import {
  confirmed,
  factsOf,
  failed,
  link,
  partial,
  READING,
  refunded,
  request,
  standing,
  status,
} from "../../helpers/standing.ts";

describe("derive › refunded", () => {
  test("a refund without an amount is one of everything", () => {
    const { status, amountRefunded } = standing(factsOf(confirmed(), refunded()));

    assert.deepEqual({ status, amountRefunded }, { status: "refunded", amountRefunded: "10" });
  });

  test("a smaller refund leaves it paid and says how much", () => {
    const { status, amountRefunded } = standing(factsOf(confirmed(), refunded({ refundAmount: "4.0" })));

    assert.deepEqual({ status, amountRefunded }, { status: "paid", amountRefunded: "4" });
  });

  test("distinct refunds add up, variants of one do not", () => {
    const first = refunded({ refundAmount: "5", txHash: "0xB1" });
    const variant = refunded({ refundAmount: "5", txHash: "0xb1", event: "payment.refunded.client_id" });
    const second = refunded({ refundAmount: "5", txHash: "0xB2" });

    assert.equal(status(factsOf(confirmed(), first, variant)), "paid");
    assert.equal(status(factsOf(confirmed(), first, second)), "refunded");
  });

  // input: W32
  describe("a report of the same refund that says less, or otherwise, is no second one:", () => {
    const half = { refundAmount: "5", refundedTo: "0xAA", txHash: "0xB1" };
    const { txHash: _, ...plain } = half;
    const rows: [string, EventFields, EventFields][] = [
      ["no payer", half, { ...half, refundedTo: undefined }],
      ["no transaction", half, plain],
      ["no date", plain, { ...plain, timestamp: undefined }],
      ["no amount", half, { ...half, refundAmount: undefined }],
      ["no amount and no transaction", plain, { timestamp: at(60), refundAmount: undefined }],
      ["another date", half, { ...half, timestamp: at(61) }],
      ["no milliseconds", { ...plain, timestamp: "2026-03-01T13:00:00.512Z" }, plain],
      ["the dollar", half, { ...half, currency: "USD" }],
    ];
    for (const [name, one, other] of rows)
      test(name, () => {
        const known = factsOf(confirmed(), refunded(one), refunded(other));

        for (const all of [known, known.toReversed()]) {
          const { status, amountRefunded } = standing(all);
          assert.deepEqual([status, amountRefunded], ["paid", "5"]);
        }
      });
  });

  describe("another refund of the same amount is told apart by", () => {
    const half = { refundAmount: "5", refundedTo: "0xAA" };
    const rows: [string, EventFields, EventFields][] = [
      ["its transaction", { ...half, txHash: "0xB1" }, { ...half, txHash: "0xB2" }],
      ["its payer", { ...half, txHash: "0xB1" }, { ...half, txHash: "0xB1", refundedTo: "0xBB" }],
      ["its date", half, { ...half, timestamp: at(61) }],
      [
        "its date, where only one names the transaction",
        { ...half, txHash: "0xB1" },
        { ...half, timestamp: at(61) },
      ],
    ];
    for (const [name, one, other] of rows)
      test(name, () => {
        assert.equal(status(factsOf(confirmed(), refunded(one), refunded(other))), "refunded");
      });

    test("nothing where no amount, date or transaction is named: that is one of everything", () => {
      const vague = { refundedTo: "0xAA", timestamp: undefined };

      assert.equal(status(factsOf(confirmed(), refunded(half), refunded(vague))), "refunded");
    });
  });

  test("a refund in dollars counts for a dollar stablecoin, and for no other token", () => {
    const back = refunded({ refundAmount: "10", currency: "USD" });
    const euros = { currency: "EURC-base" };

    assert.equal(status(factsOf(confirmed(), back)), "refunded");
    assert.equal(
      status(factsOf(confirmed({ currency: "EURC", paymentCurrency: "EURC" }), back), euros),
      "paid",
    );
  });

  test("a refund is measured by what was received, else by the price", () => {
    assert.equal(
      status(factsOf(confirmed({ totalAmountPaid: "12" }), refunded({ refundAmount: "10" }))),
      "paid",
    );
    assert.equal(status(factsOf(refunded({ refundAmount: "10" }))), "refunded");
    assert.equal(status(factsOf(partial(), refunded({ refundAmount: "4" }))), "refunded");
  });

  test("a refund of money that reached the merchant's wallet by another network counts", () => {
    const known = [
      link({ currency: "USDC-optimism" }),
      ...factsOf(confirmed(), refunded({ refundAmount: "4" })),
    ];
    const { reason, amountRefunded } = standing(known, { policy: READING });

    assert.deepEqual({ reason, amountRefunded }, { reason: "wrong_network", amountRefunded: "4" });
  });

  test("a refund counts where a hard label contradicts terms that reads have verified", () => {
    const reads = [request({ invoiceCurrency: undefined }), link()];
    const known = [...reads, ...factsOf(confirmed({ currency: "FAU" }), refunded({ refundAmount: "4" }))];
    const { reason, terms, amountRefunded } = standing(known, { policy: READING });

    assert.deepEqual([reason, terms, amountRefunded], ["wrong_currency", "verified", "4"]);
  });

  test("what is refunded stays refunded when older events come after it", () => {
    assert.equal(status(factsOf(refunded(), failed(), partial(), confirmed())), "refunded");
  });
});
