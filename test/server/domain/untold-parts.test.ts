import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Fact } from "../../../server/domain/facts.ts";
import { at, type EventFields, NOW } from "../../helpers/events.ts";
import { confirmed, factsOf, link, partial, READING, request, standing } from "../../helpers/standing.ts";

const MINUTE = 60_000;

/** The payment that completes the price, after so much. */
const rest = (amount: string, fields: EventFields = {}) => confirmed({ amount, txHash: "0xBB", ...fields });
const terms = [link(), request({ source: "list_read" })];
const statusOf = (facts: readonly Fact[], options: object = { policy: READING }) =>
  standing([...terms, ...facts], options).status;
const found: Fact = { kind: "money", source: "payments_read", seenAt: NOW, final: true, at: NOW + MINUTE };

describe("derive › a part of which nothing has told", () => {
  test("may be older than the order, so that what completes it waits for a request read", () => {
    assert.equal(statusOf(factsOf(rest("0.01"))), "processing");
    assert.equal(statusOf([...factsOf(rest("0.01")), request()]), "paid");
    assert.equal(statusOf([...factsOf(rest("0.01")), request({ paid: true })]), "paid");
  });

  test("is none where the parts that were delivered join", () => {
    const parts = [
      partial({ amount: "4", totalAmountPaid: "4" }),
      partial({ amount: "3", totalAmountPaid: "7", txHash: "0xAB" }),
    ];
    assert.equal(statusOf(factsOf(rest("3"), ...parts)), "paid");
    assert.equal(statusOf(factsOf(rest("3"), ...parts.slice(1))), "processing");
    assert.equal(statusOf(factsOf(rest("2.99"), ...parts)), "processing");
  });

  test("does not hide a part that comes behind it", () => {
    const { status, amountPaid } = standing(
      [...terms, ...factsOf(partial({ amount: "3", totalAmountPaid: "7" }))],
      { policy: READING },
    );

    assert.deepEqual([status, amountPaid], ["partially_paid", "7"]);
  });

  test("may stand behind a payment that a search has found, too", () => {
    assert.equal(statusOf([found]), "processing");
    assert.equal(statusOf([found, request()]), "paid");
    assert.equal(statusOf([found, { ...request(), seenAt: NOW - 1 }]), "processing");
  });

  test("makes no difference to a payment of the whole", () => {
    assert.equal(statusOf(factsOf(confirmed())), "paid");
    assert.equal(statusOf(factsOf(confirmed({ amount: undefined }))), "paid");
    assert.equal(statusOf(factsOf(confirmed({ amount: "12" }))), "paid");
  });

  test("is not asked for where nobody can read, nor of the companion's own links", () => {
    const facts = factsOf(rest("0.01", { timestamp: at(5) }));
    assert.equal(statusOf(facts, {}), "paid");
    assert.equal(statusOf(facts, { policy: READING, createdBy: "companion" }), "paid");
  });
});
