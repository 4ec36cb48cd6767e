import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NOW } from "../../helpers/events.ts";
import { confirmed, EXPIRES_AT, facts, factsOf, standing, status, wallet } from "../../helpers/standing.ts";

const HOUR = 60 * 60_000;

describe("derive › screenings", () => {
  const rejected = (at?: number) =>
    facts({ kind: "screening", by: "kyt", status: "rejected", wallet: "0x1", at });

  test("a rejected wallet ends its attempt, and leaves the link payable for another", () => {
    const { status, reason, payable } = standing(rejected(NOW), { createdBy: "companion" });

    assert.deepEqual([status, reason, payable], ["failed", "wallet_rejected", true]);
  });

  test("a later step of another wallet goes on; an approval alone does not fail anything", () => {
    const later = facts({ kind: "wallet", step: "approved", wallet: "0x2", at: NOW + 1 });

    assert.deepEqual([status([...rejected(NOW), ...later])], ["processing"]);
    assert.equal(standing([...rejected(NOW), ...later]).reason, null);
    assert.equal(status(facts({ kind: "screening", by: "kyt", status: "approved", at: NOW })), "pending");
  });

  test("a failure after the rejection is what is shown; a rejection without a date is not outrun", () => {
    const failure = facts({ kind: "failure", at: NOW + 1 });

    assert.equal(standing([...rejected(NOW), ...failure]).reason, null);
    assert.equal(
      standing([...rejected(), ...factsOf(wallet("payment_approved_in_wallet"))]).reason,
      "wallet_rejected",
    );
  });

  test("of several rejections the last counts", () => {
    const failure = facts({ kind: "failure", at: NOW + 1 });

    assert.equal(standing([...rejected(NOW), ...rejected(NOW + 2), ...failure]).reason, "wallet_rejected");
    assert.equal(standing([...rejected(NOW - 1), ...rejected(NOW), ...failure]).reason, null);
  });

  test("is not what an expired link shows", () => {
    assert.equal(standing(rejected(NOW), { now: EXPIRES_AT }).reason, null);
  });

  test("changes no money", () => {
    const { status, reason } = standing([...factsOf(confirmed()), ...rejected(NOW + HOUR)]);

    assert.deepEqual([status, reason], ["paid", null]);
  });
});
