import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Fact } from "../../../server/domain/facts.ts";
import { NOW, STRANGER } from "../../helpers/events.ts";
import {
  calibration,
  confirmed,
  EXPIRES_AT,
  facts,
  factsOf,
  link,
  READING,
  read,
  refunded,
  request,
  standing,
  status,
} from "../../helpers/standing.ts";

const HOUR = 60 * 60_000;
const reading = { policy: READING };

describe("derive › money whose terms are unverified", () => {
  const told = factsOf(confirmed());

  test("is processing, names no amount, and gets a reason after an hour", () => {
    const before = standing(told, reading);
    const after = standing(told, { ...reading, now: NOW + HOUR });

    assert.deepEqual(
      [before.status, before.amountPaid, before.reason, before.unverifiedSince, before.dueAt, before.payable],
      ["processing", "0", null, NOW, NOW + HOUR, false],
    );
    assert.deepEqual(
      [after.status, after.reason, after.unverifiedSince, after.dueAt],
      ["processing", "owner_unproven", NOW, null],
    );
  });

  test("counts its hour from the first report", () => {
    const again = told.map((fact) => ({ ...fact, seenAt: NOW + HOUR / 2 }));

    assert.equal(standing([...again, ...told], reading).unverifiedSince, NOW);
  });

  test("does not expire", () => {
    assert.equal(status(told, { ...reading, now: EXPIRES_AT + HOUR }), "processing");
  });

  test("is paid once reads bind the token and verify the terms, and not by either alone", () => {
    assert.equal(status([...told, link({ amount: undefined })], reading), "processing");
    assert.equal(status([...told, request()], reading), "processing");
    assert.equal(status([...told, request(), link({ amount: undefined })], reading), "paid");
    assert.equal(standing([...told, request(), link()], reading).terms, "verified");
  });

  test("is paid by clean labels where calibration found no read that names a payee", () => {
    const closed = calibration({ tokenReads: "closed", namesPayee: false });

    const searched = (invoiceCurrency: string) => read({ source: "payments_read", invoiceCurrency, at: NOW });

    assert.equal(status([...told, closed, searched("USDC")], reading), "paid");
    assert.equal(status([...told, closed, searched("USD")], reading), "paid");
    // Its amounts may be in another currency, as long as no read names that.
    assert.equal(status([...told, closed], reading), "processing");
    assert.equal(status([...told, closed, searched("USDT")], reading), "processing");
    const yen = standing([...told, closed, searched("JPY")], reading);
    assert.deepEqual([yen.status, yen.reason, yen.amountPaid], ["review", "wrong_currency", "0"]);
    const noWallet = { policy: { ...READING, wallets: [] } };
    assert.equal(status([...told, closed, searched("USDC")], noWallet), "processing");
    assert.equal(status([...told, calibration({ tokenReads: "closed" })], reading), "processing");
    assert.equal(
      status([...told, calibration({ tokenReads: "open", namesPayee: false })], reading),
      "processing",
    );
    assert.equal(status([...factsOf(confirmed({ network: "polygon" })), closed], reading), "processing");
    assert.equal(status([read({ total: "10", at: NOW }), closed], reading), "processing");
  });

  test("is never paid by clean labels once a read contradicts, and is for review then", () => {
    const closed = calibration({ tokenReads: "closed", namesPayee: false });
    const { status: after, reason } = standing([...told, closed, request({ payee: STRANGER })], reading);

    assert.deepEqual([after, reason], ["review", "wrong_payee"]);
  });

  test("stays what it is where it says that it is below the price: a read may say what the link asks for", () => {
    const less = factsOf(confirmed({ amount: "1", totalAmountPaid: "1", expectedAmount: "1" }));

    assert.deepEqual(
      [status(less, reading), status([...less, link({ payee: undefined })], reading)],
      ["processing", "processing"],
    );
  });

  test("is no review before a delivery or the token says that it is ours", () => {
    const cheap = [request({ amount: "1" }), read({ total: "1", at: NOW })];

    assert.equal(status(cheap, reading), "processing");
    assert.equal(status([...cheap, ...told], reading), "review");
    assert.equal(status([...cheap, link({ amount: undefined })], reading), "review");
  });

  test("shows no URL of a link that is bound by its request id alone", () => {
    const closed = calibration({ tokenReads: "closed" });

    assert.deepEqual(
      [standing([closed, request()], reading).terms, standing([closed, request()], reading).payable],
      ["verified", false],
    );
  });

  test("shows the URL of a page's link once reads verify it, and of none of our own that a read refutes", () => {
    assert.equal(standing([request(), link()], reading).payable, true);
    assert.equal(standing([request({ amount: "1" })], { createdBy: "companion" }).payable, false);
  });

  test("shows the URL of a link of our own before anything verifies it", () => {
    const bound = { createdBy: "companion", policy: { ...READING, creation: { form: "bound" } } } as const;

    assert.deepEqual([standing([], bound).terms, standing([], bound).payable], ["unverified", true]);
  });

  test("can be resolved by the merchant", () => {
    const as = (decision: "paid" | "closed"): Fact[] =>
      facts({
        kind: "resolution",
        source: "merchant",
        as: decision,
        reason: "owner_unproven",
        received: "0",
        note: "seen in the wallet",
        at: NOW,
      });

    assert.deepEqual(
      [status([...told, ...as("paid")], reading), status([...told, ...as("closed")], reading)],
      ["paid", "expired"],
    );
    assert.equal(standing([...told, ...as("paid")], reading).unverifiedSince, null);
  });

  test("stays what it is for a read that proves payment, and no owner", () => {
    assert.equal(status([read({ total: "10", at: NOW })], reading), "processing");
    assert.equal(status([read({ total: "10", at: NOW })]), "processing");
  });
});

describe("derive › a link that is refuted", () => {
  const foreign = link({ payee: STRANGER });

  test("is expired, brings no review and no amount, and is shown to nobody", () => {
    for (const known of [
      [foreign],
      [foreign, ...factsOf(confirmed())],
      [foreign, read({ total: "10", at: NOW })],
    ]) {
      const { status, reason, terms, amountPaid, payable, dueAt } = standing(known, reading);

      assert.deepEqual(
        [status, reason, terms, amountPaid, payable, dueAt],
        ["expired", "wrong_payee", "refuted", "0", false, null],
      );
    }
  });

  test("is expired even where the companion has created it and nothing verified it", () => {
    const bound = { createdBy: "companion", policy: { ...READING, creation: { form: "bound" } } } as const;

    assert.equal(status([foreign], bound), "expired");
  });

  test("can be resolved as paid", () => {
    const [resolution] = facts({
      kind: "resolution",
      source: "merchant",
      as: "paid",
      reason: "wrong_payee",
      received: "0",
      note: "that wallet is mine",
      at: NOW,
    });

    const known = [foreign, ...factsOf(confirmed()), resolution as Fact];

    assert.equal(status(known, reading), "paid");
    assert.equal(status([...known, ...factsOf(refunded())], reading), "refunded");
  });
});

describe("derive › CORROBORATE", () => {
  const policy = { ...READING, corroborate: true };
  const known = [link(), request({ paid: false }), ...factsOf(confirmed())];

  test("keeps a signed delivery alone processing until a request read says that it is paid", () => {
    const {
      status: before,
      reason,
      unverifiedSince,
      payable,
      dueAt,
    } = standing(known, {
      policy,
      now: NOW + 2 * HOUR,
    });

    assert.deepEqual(
      [before, reason, unverifiedSince, payable, dueAt],
      ["processing", null, null, false, null],
    );
    assert.equal(status([...known, request({ paid: true })], { policy }), "paid");
    assert.equal(status(known, reading), "paid");
  });
});

describe("derive › what an earlier release has accepted", () => {
  test("stays paid with its amount, and can be refunded", () => {
    const accepted = facts({ kind: "accepted", source: "migration", amount: "10" });

    assert.deepEqual(
      [standing(accepted, reading).status, standing(accepted, reading).amountPaid],
      ["paid", "10"],
    );
    assert.equal(standing(accepted, reading).late, false);
    assert.equal(status([...accepted, link({ payee: STRANGER })], reading), "paid");
    assert.equal(status([...accepted, ...facts({ kind: "refund", at: NOW })], reading), "refunded");
  });
});
