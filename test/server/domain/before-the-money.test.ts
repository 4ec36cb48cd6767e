import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Fact } from "../../../server/domain/facts.ts";
import { at, DAY, NOW } from "../../helpers/events.ts";
import {
  confirmed,
  EXPIRES_AT,
  facts,
  factsOf,
  failed,
  partial,
  standing,
  status,
  wallet,
} from "../../helpers/standing.ts";

const HOUR = 60 * 60_000;

describe("derive › before the money", () => {
  test("a link that nobody has touched is pending and ends with its time", () => {
    const { status, dueAt } = standing([]);

    assert.equal(status, "pending");
    assert.equal(dueAt, NOW + 7 * DAY);
  });

  test("an approval in the wallet is processing, what comes before it is not", () => {
    assert.equal(status(factsOf(wallet("wallet_connected"), wallet("payment_sent_to_wallet"))), "pending");
    assert.equal(status(factsOf(wallet("payment_approved_in_wallet"))), "processing");
  });

  test("a failure stands until something later is in the wallet", () => {
    const approved = (minutes: number) => wallet("payment_approved_in_wallet", { occurredAt: at(minutes) });

    assert.equal(status(factsOf(approved(3), failed())), "failed");
    assert.equal(status(factsOf(approved(9), failed())), "processing");
  });

  test("a failure without a date is not undone by what may have been earlier", () => {
    assert.equal(
      status(factsOf(wallet("payment_approved_in_wallet"), failed({ timestamp: undefined }))),
      "failed",
    );
  });

  test("a link is expired when its time is over and nothing came", () => {
    assert.equal(status([], { now: NOW + 7 * DAY - 1 }), "pending");
    assert.equal(status([], { now: NOW + 7 * DAY }), "expired");
  });

  test("a payment in the wallet keeps the link open for an hour more", () => {
    const known = factsOf(wallet("payment_sent_to_wallet"));

    assert.equal(status(known, { now: NOW + 7 * DAY + 59 * 60_000 }), "pending");
    assert.equal(status(known, { now: NOW + 7 * DAY + 60 * 60_000 }), "expired");
    assert.equal(standing(known).dueAt, NOW + 7 * DAY + 60 * 60_000);
  });

  describe("a link that was ended early", () => {
    const [closed] = facts({ kind: "closed", source: "link_read", at: NOW + HOUR }) as [Fact];

    test("is expired from then on, and shown to nobody", () => {
      const { status, payable, dueAt } = standing([closed], { now: NOW + HOUR, createdBy: "companion" });

      assert.deepEqual([status, payable, dueAt], ["expired", false, null]);
    });

    test("waits an hour more for a payment that is in the wallet", () => {
      const known = [closed, ...factsOf(wallet("payment_approved_in_wallet"))];

      assert.equal(status(known, { now: NOW + HOUR }), "processing");
      assert.equal(standing(known, { now: NOW + HOUR }).dueAt, NOW + 2 * HOUR);
      assert.equal(status(known, { now: NOW + 2 * HOUR }), "expired");
    });

    test("is paid by money that comes nevertheless, which is not late before the week is over", () => {
      const { status, late } = standing([closed, ...factsOf(confirmed({ timestamp: at(2 * 3600) }))], {
        now: NOW + 3 * HOUR,
      });

      assert.deepEqual([status, late], ["paid", false]);
    });

    test("keeps what has arrived in part, and takes no more", () => {
      const { status, payable } = standing([closed, ...factsOf(partial())], {
        now: NOW + HOUR,
        createdBy: "companion",
      });

      assert.deepEqual([status, payable], ["partially_paid", false]);
    });
  });

  test("a link that is paid in part can be paid up until its time is over", () => {
    const known = factsOf(partial());

    const open = standing(known, { now: EXPIRES_AT - 1, createdBy: "companion" });
    const over = standing(known, { now: EXPIRES_AT, createdBy: "companion" });

    assert.deepEqual([open.payable, open.dueAt], [true, EXPIRES_AT]);
    assert.deepEqual([over.status, over.payable, over.dueAt], ["partially_paid", false, null]);
  });
});
