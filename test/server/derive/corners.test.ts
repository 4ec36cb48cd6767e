import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Fact, FactBody, FactSource, MoneyFact } from "../../../server/domain/facts.ts";
import { NOW, PAYEE, STRANGER } from "../../helpers/events.ts";
import {
  confirmed,
  EXPIRES_AT,
  factsOf,
  link,
  partial,
  read,
  standing,
  wallet,
} from "../../helpers/standing.ts";

const MINUTE = 60_000;

const said = (source: FactSource, ...facts: FactBody[]): Fact[] => facts.map((fact) => ({ ...fact, source }));
const named: Fact = { kind: "named", source: "delivery", requestIds: [] };
const ofToken = (id: string, source: FactSource = "delivery"): Fact => ({
  kind: "named",
  source,
  ofToken: true,
  requestIds: [id],
});
/** A payment as a search by wallet finds it. */
const found = (fields: Partial<MoneyFact> = {}): Fact => ({
  kind: "money",
  source: "payments_read",
  final: true,
  total: "10",
  currency: "USDC",
  network: "base",
  at: NOW + MINUTE,
  ...fields,
});

describe("derive, in its corners › whose link it is", () => {
  test("a payment that a search has found, whole and in time, proves no owner", () => {
    const { status, reason } = standing([found()]);

    assert.deepEqual([status, reason], ["review", "owner_unproven"]);
  });

  test("a read of the link shows its URL; one that names no currency does not", () => {
    assert.equal(standing([link()]).payable, true);
    assert.deepEqual(
      [standing([link({ currency: undefined })]).proven, standing([link({ currency: undefined })]).payable],
      [false, false],
    );
  });

  test("a stranger's link is shown to nobody, even where the companion has created it", () => {
    assert.equal(standing([link({ payee: STRANGER })], { createdBy: "companion" }).payable, false);
  });

  test("a read proves nothing for a merchant who names no wallet", () => {
    assert.equal(standing([link()], { payees: [] }).proven, false);
  });

  test("a delivery about the request proves it, whatever another says of the token", () => {
    assert.equal(standing([named, ofToken("01ff")]).proven, true);
  });

  test("a delivery about the token beside this very request proves it", () => {
    assert.equal(standing([ofToken("01ab")]).proven, true);
  });

  test("what is not signed names no token", () => {
    const { proven, payable } = standing([ofToken("01ab", "request_read")]);

    assert.deepEqual([proven, payable], [false, false]);
    assert.equal(standing([named, ofToken("01ab", "request_read")]).payable, false);
  });
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
    const { status, excess } = standing(factsOf(confirmed({ totalAmountPaid: "20", network: "optimism" })));

    assert.deepEqual([status, excess], ["review", null]);
  });
});

describe("derive, in its corners › dates", () => {
  const undated = { ...read({ final: true, total: "10" }), txHash: "0xAB" } as Fact;

  test("nothing at all is not late", () => {
    assert.equal(standing([]).late, false);
  });

  test("a delivery without a date is not dated by a read of the same transaction", () => {
    const delivery = factsOf(confirmed({ timestamp: undefined, txHash: "0xAB" }));

    assert.equal(standing([...delivery, found({ txHash: "0xab", at: NOW - 60 * MINUTE })]).status, "paid");
  });

  test("nor is a read of a link that is known to be ours", () => {
    const old = found({ txHash: "0xab", at: NOW - 60 * MINUTE });

    assert.equal(standing([undated, old], { createdBy: "companion" }).status, "paid");
    assert.equal(standing([named, undated, old]).status, "review");
  });

  test("a read that has a date keeps it, whatever another says of the transaction", () => {
    const facts = [named, found({ txHash: "0xab" }), found({ txHash: "0xab", at: NOW - 60 * MINUTE })];

    assert.equal(standing(facts).status, "paid");
  });

  test("of several dates of a transaction the earliest counts", () => {
    const part = { txHash: "0xab", final: false, total: "4" };
    const facts = [named, undated, found(part), found({ ...part, at: NOW - 60 * MINUTE })];

    assert.equal(standing(facts).status, "review");
  });

  test("facts that name no transaction do not date each other", () => {
    const facts = [named, read({ final: true, total: "10" }), found({ final: false, total: "4" })];

    assert.deepEqual([standing(facts).status, standing(facts).reason], ["review", "amount_unknown"]);
  });

  test("a wallet that was only connected keeps no link open, and undoes no failure", () => {
    const facts = factsOf(wallet("wallet_connected"));
    const failure: Fact = { kind: "failure", source: "delivery", at: NOW };

    assert.equal(standing(facts, { now: EXPIRES_AT }).status, "expired");
    assert.equal(standing([failure, ...facts]).status, "failed");
  });
});

describe("derive, in its corners › what the chain says", () => {
  test("a payment without a transaction is no second one", () => {
    const facts = factsOf(confirmed(), confirmed({ txHash: undefined, event: "payment.confirmed.checkout" }));

    assert.equal(standing(facts).reason, null);
  });

  test("refunds of different amounts at the same moment to the same payer are two", () => {
    const refunds = said(
      "delivery",
      { kind: "refund", amount: "5", to: PAYEE, at: NOW },
      { kind: "refund", amount: "4", to: PAYEE, at: NOW },
    );

    assert.equal(standing([...factsOf(confirmed()), ...refunds]).amountRefunded, "9");
  });
});
