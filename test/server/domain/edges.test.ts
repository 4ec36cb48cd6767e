import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Fact, FactBody } from "../../../server/domain/facts.ts";
import { DAY, NOW, PAYEE, STRANGER } from "../../helpers/events.ts";
import { EXPIRES_AT, facts, standing } from "../../helpers/standing.ts";

const MINUTE = 60_000;

const delivered = (...bodies: FactBody[]) => facts(...bodies);

function money(fields: Partial<Extract<FactBody, { kind: "money" }>> = {}): FactBody {
  return {
    kind: "money",
    final: true,
    total: "10",
    expected: "10",
    currency: "USDC",
    network: "base",
    payee: PAYEE,
    at: NOW + MINUTE,
    ...fields,
  };
}

const refund = (fields: Partial<Extract<FactBody, { kind: "refund" }>> = {}): FactBody => ({
  kind: "refund",
  at: NOW + DAY,
  ...fields,
});
const offramp = (subStatus: string): FactBody => ({ kind: "offramp", subStatus, at: NOW + DAY });

/** A signed delivery that names the link's token beside a request id. */
const ofToken = (requestId: string): Fact => ({
  kind: "named",
  source: "delivery",
  seenAt: NOW,
  ofToken: true,
  requestIds: [requestId],
});

describe("derive, at the edges", () => {
  describe("dates", () => {
    test("money at the very moment of expiry is not late", () => {
      assert.equal(standing(delivered(money({ at: EXPIRES_AT }))).late, false);
      assert.equal(standing(delivered(money({ at: EXPIRES_AT + 1 }))).late, true);
    });

    test("one payment in time is enough not to be late", () => {
      const known = delivered(
        money({ at: NOW }),
        money({ at: EXPIRES_AT + DAY, total: "20", txHash: "0x2" }),
      );

      assert.equal(standing(known).late, false);
    });

    // input: W19
    test("money fifteen minutes before the registration still counts, a moment more does not", () => {
      assert.equal(standing(delivered(money({ at: NOW - 15 * MINUTE }))).status, "paid");
      assert.equal(
        standing(delivered(money({ at: NOW - 15 * MINUTE - 1 }))).reason,
        "paid_before_registration",
      );
    });

    test("a step in the wallet at the moment of the failure is not later than it", () => {
      const known = delivered({ kind: "failure", at: NOW }, { kind: "wallet", step: "approved", at: NOW });

      assert.equal(standing(known).status, "failed");
    });
  });

  describe("what is still open", () => {
    for (const [status, known] of [
      ["pending", delivered({ kind: "named", requestIds: [] })],
      ["processing", delivered({ kind: "wallet", step: "approved", at: NOW })],
      ["failed", delivered({ kind: "failure", at: NOW })],
    ] as const) {
      test(`${status} can be paid, and ends by itself`, () => {
        const { status: actual, payable, dueAt } = standing([...known, ofToken("01ab")]);

        assert.deepEqual([actual, payable, dueAt !== null], [status, true, true]);
      });
    }

    test("a link is shown to nobody before its token is known to be the request's", () => {
      const named = delivered({ kind: "named", requestIds: [] });

      assert.equal(standing(named).payable, false);
      assert.equal(standing([...named, ofToken("01ff")]).payable, false);
      assert.equal(standing([...named, ofToken("01ab"), ofToken("01ff")]).payable, false);
      assert.equal(standing([...named, ofToken("01ab")]).payable, true);
    });

    test("what is over can't be paid", () => {
      assert.equal(
        standing(delivered({ kind: "named", requestIds: [] }), { now: EXPIRES_AT }).payable,
        false,
      );
      assert.equal(standing([ofToken("01ab"), ...delivered(money())]).payable, false);
    });
  });

  describe("the crypto-to-fiat leg", () => {
    test("that goes well is nothing to remark on", () => {
      assert.equal(standing(delivered(money(), offramp("fiat_sent"))).reason, null);
    });

    test("before the payment is known shows that money is on its way, unless it has failed", () => {
      assert.equal(standing(delivered(offramp("ongoing_checks"))).status, "processing");
      assert.equal(standing(delivered(offramp("failed"))).status, "pending");
      assert.equal(standing(delivered(offramp("bounced"))).status, "pending");
    });
  });

  describe("refunds", () => {
    test("without hashes are told apart by date, amount and payer", () => {
      const half = { amount: "5", to: "0xAA" };

      assert.equal(
        standing(delivered(money(), refund(half), refund({ ...half, amount: "5.0", to: "0xaa" }))).status,
        "paid",
      );
      assert.equal(
        standing(delivered(money(), refund(half), refund({ ...half, at: NOW + 2 * DAY }))).status,
        "refunded",
      );
    });

    test("in another currency do not count", () => {
      assert.equal(
        standing(delivered(money(), refund({ amount: "10", currency: "FAU" }))).amountRefunded,
        null,
      );
      assert.equal(
        standing(delivered(money(), refund({ amount: "10", currency: "USDC" }))).status,
        "refunded",
      );
    });

    test("smaller than the price, where no money was seen, leave the link as it is", () => {
      const { status, amountRefunded } = standing(delivered(refund({ amount: "4" })));

      assert.deepEqual([status, amountRefunded], ["pending", "4"]);
    });

    test("of everything count for everything beside smaller ones", () => {
      assert.equal(
        standing(delivered(money(), refund({ amount: "4" }), refund({ at: NOW + 2 * DAY }))).status,
        "refunded",
      );
    });
  });

  test("several refunds by one transaction are added up, in whatever order they are read", () => {
    const split = delivered(
      money(),
      refund({ amount: "4", txHash: "0xAA", to: "0x01" }),
      refund({ amount: "6", txHash: "0xaa", to: "0x02" }),
      refund({ amount: "6.0", txHash: "0xAA", to: "0x02" }),
    );

    for (const known of [split, split.toReversed()]) {
      const { status, amountRefunded } = standing(known);
      assert.deepEqual([status, amountRefunded], ["refunded", "10"]);
    }
  });

  describe("doubts", () => {
    test("one word of a smaller link is enough", () => {
      const known = delivered(
        money({ final: false, total: "4" }),
        money({ final: false, total: "4", expected: "5" }),
      );

      assert.equal(standing(known).reason, "below_price");
    });

    test("a currency without a network, or the reverse, does not say enough", () => {
      for (const missing of [{ network: undefined }, { currency: undefined }]) {
        const { status, unverifiedSince } = standing(delivered(money(missing)));

        assert.deepEqual([status, unverifiedSince], ["processing", NOW]);
      }
    });

    test("a merchant who names no wallet, and can read nothing, takes money to any", () => {
      const { status } = standing(delivered(money({ payee: STRANGER })), { policy: { wallets: [] } });

      assert.equal(status, "paid");
    });

    test("where nothing can be read, a wallet that is not named, or masked, says nothing; a complete one of another does", () => {
      for (const payee of [undefined, "0x6923…C7D7", `${STRANGER}:${PAYEE}`])
        assert.equal(standing(delivered(money({ payee }))).status, "paid");
      assert.equal(standing(delivered(money({ payee: STRANGER }))).reason, "wrong_payee");
    });
  });
});
