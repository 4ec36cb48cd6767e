import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NOW } from "../../helpers/events.ts";
import {
  confirmed,
  factsOf,
  failed,
  link,
  READING,
  REQUEST,
  read,
  refunded,
  request,
  standing,
  wallet,
} from "../../helpers/standing.ts";

const TRON_HASH = "ab".repeat(32);

describe("events in another letter case say the same", () => {
  const rows: [string, Record<string, unknown>, object][] = [
    ["a payment", confirmed({ event: "PAYMENT.CONFIRMED" }), { status: "paid" }],
    ["a variant of it", confirmed({ event: "Payment.Confirmed.Client_Id" }), { status: "paid" }],
    ["a failure", failed({ event: "Payment.Failed" }), { status: "failed" }],
    ["a step of the wallet", wallet("PAYMENT_APPROVED_IN_WALLET"), { status: "processing" }],
    [
      "a rejected wallet",
      {
        event: "kyt.screening.completed",
        requestId: REQUEST,
        status: "REJECTED",
        timestamp: "2026-03-01T12:00:00Z",
      },
      { status: "failed", reason: "wallet_rejected" },
    ],
    [
      "an off-ramp that has failed",
      { event: "payment.processing", requestId: REQUEST, subStatus: "Failed" },
      { status: "pending" },
    ],
  ];
  for (const [name, event, expected] of rows)
    test(name, () => {
      const all = standing(factsOf(event));

      assert.deepEqual({ ...all, ...expected }, all);
    });
});

describe("one transaction, written with and without 0x,", () => {
  test("is one payment", () => {
    const known = factsOf(
      confirmed({ txHash: TRON_HASH, totalAmountPaid: "10.5" }),
      confirmed({ txHash: `0x${TRON_HASH.toUpperCase()}`, totalAmountPaid: "10.5" }),
    );

    assert.equal(standing(known).reason, null);
  });

  test("has one date", () => {
    const undated = read({ total: "10", txHash: TRON_HASH, first: true });
    const dated = read({ source: "payments_read", txHash: `0x${TRON_HASH}`, at: NOW });

    assert.equal(
      standing([request({ paid: true }), link(), undated, dated], { policy: READING }).status,
      "paid",
    );
  });

  test("is one refund", () => {
    const half = { refundAmount: "5" };
    const known = factsOf(
      confirmed(),
      refunded({ ...half, txHash: TRON_HASH }),
      refunded({ ...half, txHash: `0x${TRON_HASH}` }),
    );

    assert.equal(standing(known).amountRefunded, "5");
  });
});
