import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Fact, MoneyFact } from "../../../server/domain/facts.ts";
import { at, DAY, type EventFields, NOW, PAYEE } from "../../helpers/events.ts";
import {
  calibration,
  confirmed,
  EXPIRES_AT,
  facts,
  factsOf,
  link,
  partial,
  READING,
  read,
  request,
  standing,
  wallet,
} from "../../helpers/standing.ts";

const MINUTE = 60_000;

/** A payment as a search by wallet finds it. */
const found = (fields: Partial<MoneyFact> = {}): Fact => ({
  kind: "money",
  source: "payments_read",
  seenAt: NOW,
  final: true,
  currency: "USDC",
  network: "base",
  at: NOW + MINUTE,
  ...fields,
});

describe("derive, in its corners › how much has arrived", () => {
  const unsaid = { totalAmountPaid: undefined, expectedAmount: undefined, amount: undefined };

  test("a part without a total is its own amount, never what the link asks for", () => {
    const { status, amountPaid } = standing(factsOf(partial({ totalAmountPaid: undefined })));

    assert.deepEqual([status, amountPaid], ["partially_paid", "4"]);
  });

  test("a whole payment without total or amount is what the link asks for", () => {
    const { status, amountPaid } = standing(
      factsOf(confirmed({ totalAmountPaid: undefined, amount: undefined })),
    );

    assert.deepEqual([status, amountPaid], ["paid", "10"]);
  });

  test("a whole payment of a link of ours that says nothing at all is the price", () => {
    const { status, amountPaid } = standing([read({ final: true })], { createdBy: "companion" });

    assert.deepEqual([status, amountPaid], ["paid", "10"]);
  });

  test("a whole payment of a page's link that says nothing at all is for review, a part is not", () => {
    const whole = standing(factsOf(confirmed(unsaid)));
    const part = standing(factsOf(partial(unsaid)));

    assert.deepEqual([whole.status, whole.reason], ["review", "amount_unknown"]);
    assert.deepEqual([part.status, part.amountPaid], ["partially_paid", "0"]);
  });

  test("what is more than the price is no excess before it is paid", () => {
    const { status, excess } = standing(factsOf(confirmed({ totalAmountPaid: "20", network: "sepolia" })));

    assert.deepEqual([status, excess], ["review", null]);
  });

  test("a paid link that asks for the price has brought it, whatever token or fees its amounts are in", () => {
    const inFull = (fields: EventFields) => standing([request(), link(), ...factsOf(confirmed(fields))]);

    for (const fields of [
      { totalAmountPaid: "9.9", amount: "9.9", expectedAmount: "10" },
      { totalAmountPaid: "10.03", amount: "10.03", expectedAmount: "10.03" },
      {
        totalAmountPaid: "10.03",
        amount: "10.03",
        expectedAmount: "10",
        currency: "USDT",
        network: "polygon",
      },
    ]) {
      const { status, amountPaid, excess, reason } = inFull(fields);
      assert.deepEqual([status, amountPaid, excess, reason], ["paid", "10", null, null]);
    }
    assert.equal(inFull({ totalAmountPaid: "12", currency: "USD" }).excess, "2");
  });

  test("what is called a part, and reaches less than the price, is one, though it reaches what it expects", () => {
    const part = partial({ totalAmountPaid: "9.9", expectedAmount: "9.9" });
    const { status, amountPaid } = standing([request(), link(), ...factsOf(part)], { policy: READING });

    assert.deepEqual([status, amountPaid], ["partially_paid", "9.9"]);
  });

  test("a part in the payer's token does not reach the price", () => {
    const part = partial({ totalAmountPaid: "12", currency: "EURC", network: "base" });

    assert.equal(standing([request(), link(), ...factsOf(part)]).status, "partially_paid");
  });
});

describe("derive, in its corners › dates", () => {
  const undated = read({ total: "10", txHash: "0xAB" });
  const paidRead = request({ paid: true });
  const known = (...more: Fact[]) => standing([link(), paidRead, ...more], { policy: READING });

  test("nothing at all is not late", () => {
    assert.equal(standing([]).late, false);
  });

  test("a delivery without a date has the date of its arrival", () => {
    const delivery = factsOf(confirmed({ timestamp: undefined }));
    const earlier = delivery.map((fact) => ({ ...fact, seenAt: NOW - 16 * MINUTE }));

    assert.equal(standing(delivery).status, "paid");
    assert.equal(standing(earlier).reason, "paid_before_registration");
  });

  test("the earlier of stated date and arrival counts", () => {
    const stated = factsOf(confirmed({ timestamp: at(5) })).map((fact) => ({ ...fact, seenAt: NOW - DAY }));

    assert.equal(standing(stated).reason, "paid_before_registration");
  });

  test("a total that contains older money is older money", () => {
    const before = factsOf(partial({ totalAmountPaid: "9.999999", timestamp: at(-24 * 60) }));

    assert.equal(standing([...before, ...factsOf(confirmed())]).reason, "paid_before_registration");
    assert.equal(standing([...before, ...factsOf(confirmed())], { createdBy: "companion" }).status, "paid");
  });

  test("money that the first read finds paid without a date is older, unless something dates it or saw it unpaid", () => {
    const first = { ...undated, first: true } as Fact;

    assert.equal(known(first).reason, "paid_before_registration");
    assert.equal(known(first, found({ txHash: "0xab" })).status, "paid");
    assert.equal(known(first, request({ paid: false })).status, "paid");
  });

  test("an undated read counts once something dates its transaction, or saw the request unpaid", () => {
    assert.deepEqual([known(undated).status, known(undated).unverifiedSince], ["processing", NOW]);
    assert.equal(known(undated, found({ txHash: "0xab" })).status, "paid");
    assert.equal(known(undated, request()).status, "paid");
    assert.equal(known(undated, found({ final: false, total: "1", txHash: "0xcd" })).status, "processing");
    assert.equal(known(undated, found({ final: false, total: "1" })).status, "processing");
    assert.equal(known(read({ total: "10" })).status, "processing");
    assert.equal(known(read({ total: "10" }), found({ final: false, txHash: "0xcd" })).status, "processing");
    assert.equal(known(read({ total: "10" }), found({ final: false, total: "1" })).status, "processing");
  });

  test("a read from before the registration does not show that the request was unpaid after it", () => {
    const before = { ...request(), seenAt: NOW - 1 };

    assert.equal(known(undated, before).status, "processing");
  });

  test("an undated read beside a delivery of the whole price makes it no older", () => {
    assert.equal(known(read({ final: true }), ...factsOf(confirmed())).status, "paid");
  });

  test("an undated read that reaches the price is not below it", () => {
    const closed = calibration({ tokenReads: "closed", namesPayee: false });
    const searched: Fact = {
      kind: "request",
      source: "payments_read",
      seenAt: NOW - 1,
      paid: false,
      invoiceCurrency: "USDC",
    };
    const { reason } = standing([closed, searched, undated, ...factsOf(partial())], { policy: READING });

    assert.equal(reason, "amount_unknown");
  });

  test("of several dates of a transaction the earliest counts", () => {
    const old = found({ txHash: "0xab", final: false, total: "4", at: NOW - 60 * MINUTE });

    assert.equal(known(undated, found({ txHash: "0xab" }), old).reason, "paid_before_registration");
  });

  test("a wallet that was only connected keeps no link open, and undoes no failure", () => {
    const connected = factsOf(wallet("wallet_connected"));

    assert.equal(standing(connected, { now: EXPIRES_AT }).status, "expired");
    assert.equal(standing([...facts({ kind: "failure", at: NOW }), ...connected]).status, "failed");
  });
});

describe("derive, in its corners › what the chain says", () => {
  test("a payment without a transaction is no second one", () => {
    const variants = factsOf(
      confirmed(),
      confirmed({ txHash: undefined, event: "payment.confirmed.checkout", totalAmountPaid: "20" }),
    );
    const { reason, excess } = standing(variants);

    assert.deepEqual({ reason, excess }, { reason: null, excess: "10" });
  });

  test("one payment told with the source's and with the destination's hash is no second one", () => {
    assert.equal(standing(factsOf(confirmed({ txHash: "0x1" }), confirmed({ txHash: "0x2" }))).reason, null);
  });

  test("two payments that a read lists, each of which covers the price, are two", () => {
    const twice = [request({ paid: true }), link(), read({ wholePayments: 2, at: NOW })];

    assert.equal(standing(twice).reason, "second_payment");
    assert.equal(standing([...twice, ...factsOf(confirmed())]).reason, "second_payment");
    assert.equal(standing([request(), link(), read({ wholePayments: 1, at: NOW })]).reason, null);
  });

  test("refunds of different amounts at the same moment to the same payer are two", () => {
    const refunds = facts(
      { kind: "refund", amount: "5", to: PAYEE, at: NOW },
      { kind: "refund", amount: "4", to: PAYEE, at: NOW },
    );

    assert.equal(standing([...factsOf(confirmed()), ...refunds]).amountRefunded, "9");
  });
});
