import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Fact, ResolutionFact } from "../../../server/domain/facts.ts";
import { NOW, STRANGER } from "../../helpers/events.ts";
import { confirmed, factsOf, partial, REQUEST, standing } from "../../helpers/standing.ts";

describe("derive › an order that the merchant has resolved", () => {
  const wrong = factsOf(confirmed({ currency: "FAU" }));
  const resolution = (as: "paid" | "closed", at: number, fields: Partial<ResolutionFact> = {}): Fact => ({
    kind: "resolution",
    source: "merchant",
    seenAt: at,
    as,
    reason: "wrong_currency",
    received: "0",
    note: "seen",
    at,
    ...fields,
  });
  const short = (total: string) => partial({ totalAmountPaid: total, expectedAmount: "9" });
  const settled = { reason: "below_price", received: "9" } as const;

  test("counts as paid, and keeps its reason", () => {
    const { status, reason } = standing([...wrong, resolution("paid", NOW)]);

    assert.deepEqual([status, reason], ["paid", "wrong_currency"]);
  });

  test("or is over", () => {
    assert.equal(standing([...wrong, resolution("closed", NOW)]).status, "expired");
  });

  test("is as the last word says, in whatever order the words are read, and always the same of two at one moment", () => {
    const last = [resolution("closed", NOW + 1), resolution("paid", NOW)];
    const tie = [resolution("closed", NOW), resolution("paid", NOW)];
    const statusAfter = (words: Fact[]) => standing([...wrong, ...words]).status;

    assert.deepEqual([statusAfter(last), statusAfter(last.toReversed())], ["expired", "expired"]);
    assert.deepEqual([statusAfter(tie), statusAfter(tie.toReversed())], ["paid", "paid"]);
  });

  test("is opened again by a worse doubt than was settled", () => {
    const stranger = confirmed({ payee: STRANGER });

    const { status, reason } = standing([...factsOf(short("9"), stranger), resolution("paid", NOW, settled)]);

    assert.deepEqual([status, reason], ["review", "wrong_payee"]);
  });

  test("stays settled as paid when more comes, and is opened again where it was closed", () => {
    const more = factsOf(short("9"), short("9.5"));

    assert.equal(standing([...more, resolution("paid", NOW, settled)]).status, "paid");
    assert.equal(standing([...more, resolution("closed", NOW, settled)]).status, "review");
  });

  test("is not resolved by a word about another order with its link", () => {
    const about = (requestId: string) => resolution("paid", NOW, { requestId });

    assert.equal(standing([...wrong, about("01ff")]).status, "review");
    assert.equal(standing([...wrong, resolution("closed", NOW - 1), about("01ff")]).status, "expired");
    assert.equal(standing([...wrong, about(REQUEST)]).status, "paid");
  });

  test("leaves what is no review alone", () => {
    assert.equal(standing([...factsOf(confirmed()), resolution("closed", NOW)]).status, "paid");
    assert.equal(standing([resolution("paid", NOW)]).status, "pending");
  });
});
