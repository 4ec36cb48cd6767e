import assert from "node:assert/strict";
import { describe, test } from "node:test";
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
