import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { at, DAY, NOW, PAYEE } from "../../helpers/events.ts";
import {
  confirmed,
  factsOf,
  partial,
  REQUEST,
  request,
  standing,
  status,
  wallet,
} from "../../helpers/standing.ts";

describe("derive › paid", () => {
  test("the whole price makes it paid, in whatever spelling of the amount", () => {
    for (const total of ["10", "10.0", "10.00"]) {
      assert.deepEqual(standing(factsOf(confirmed({ totalAmountPaid: total }))), {
        status: "paid",
        amountPaid: "10",
        amountRefunded: null,
        excess: null,
        late: false,
        reason: null,
        terms: "unverified",
        unverifiedSince: null,
        payable: false,
        dueAt: null,
      });
    }
  });

  test("the amounts decide, not the event's name", () => {
    assert.equal(status(factsOf(partial({ totalAmountPaid: "10" }))), "paid");
  });

  test("totals are taken as stated, never summed over transactions", () => {
    const halves = factsOf(
      partial({ totalAmountPaid: "5", txHash: "0x1" }),
      partial({ totalAmountPaid: "5", txHash: "0x2" }),
    );

    assert.equal(status(halves), "partially_paid");
  });

  test("less than the price is partially paid, and open to the rest", () => {
    const { status, amountPaid, payable } = standing(factsOf(partial(), wallet("wallet_connected")), {
      createdBy: "companion",
    });

    assert.deepEqual(
      { status, amountPaid, payable },
      { status: "partially_paid", amountPaid: "4", payable: true },
    );
  });

  test("a partial payment does not expire", () => {
    assert.equal(status(factsOf(partial()), { now: NOW + 30 * DAY }), "partially_paid");
  });

  test("more than the price is paid, with the excess", () => {
    const { status, excess, reason } = standing(
      factsOf(confirmed({ amount: "12.5", totalAmountPaid: "12.5" })),
    );

    assert.deepEqual({ status, excess, reason }, { status: "paid", excess: "2.5", reason: null });
  });

  // input: W18
  test("a second transaction after the whole price is a second payment", () => {
    const { status, reason, excess } = standing(
      factsOf(confirmed(), confirmed({ txHash: "0xAA02", totalAmountPaid: "20", timestamp: at(9) })),
    );

    assert.deepEqual({ status, reason, excess }, { status: "paid", reason: "second_payment", excess: "10" });
  });

  test("two halves are no second payment", () => {
    assert.equal(standing(factsOf(partial(), confirmed({ amount: "6", txHash: "0xAA02" }))).reason, null);
  });

  test("one transaction whose hash is spelt in two ways is one payment", () => {
    assert.equal(
      standing(
        factsOf(
          confirmed({ txHash: "0xAB" }),
          confirmed({ txHash: "0xab", event: "payment.confirmed.checkout" }),
        ),
      ).reason,
      null,
    );
  });

  // input: W16
  test("money that is dated after expiry is late", () => {
    const late = confirmed({ timestamp: at(7 * 24 * 60 + 1) });

    assert.equal(standing(factsOf(late)).late, true);
    assert.equal(status(factsOf(late), { now: NOW + 8 * DAY }), "paid");
  });

  test("an event without a date is neither late nor early", () => {
    const { status, late } = standing(factsOf(confirmed({ timestamp: undefined })));

    assert.deepEqual({ status, late }, { status: "paid", late: false });
  });

  test("a fiat leg that bounces leaves it paid, with the reason", () => {
    const bounced = {
      event: "payment.processing",
      requestId: REQUEST,
      subStatus: "bounced",
      timestamp: at(20),
    };
    const { status, reason } = standing(factsOf(confirmed(), bounced));

    assert.deepEqual({ status, reason }, { status: "paid", reason: "offramp_bounced" });
  });

  test("what the payer held does not matter once the terms are verified", () => {
    const held = factsOf(confirmed({ paymentCurrency: "USDT" }));

    assert.equal(status([request(), ...held]), "paid");
    assert.equal(status(held), "processing");
  });

  test("addresses compare in whatever case, networks by any of their names", () => {
    assert.equal(status(factsOf(confirmed({ payee: PAYEE.toUpperCase().replace("0X", "0x") }))), "paid");
    assert.equal(status(factsOf(confirmed({ network: "ethereum" })), { currency: "USDC-mainnet" }), "paid");
    assert.equal(status(factsOf(confirmed({ currency: "USDC-base", network: undefined }))), "paid");
  });

  test("a total that is not stated is what a paid link asks for", () => {
    assert.equal(status(factsOf(confirmed({ totalAmountPaid: undefined }))), "paid");
    assert.equal(
      status(factsOf(confirmed({ totalAmountPaid: undefined, expectedAmount: "3", amount: "3" }))),
      "review",
    );
  });
});
