import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Fact, LinkFact } from "../../../server/checkouts/facts.ts";
import { at, NOW, STRANGER } from "../../helpers/events.ts";
import { confirmed, factsOf, link, read, standing, status, wallet } from "../../helpers/standing.ts";

describe("derive › proof", () => {
  const seenPaid = read({ final: true, total: "10" });

  test("a read proves payment, not ownership", () => {
    const { status, reason, payable } = standing([seenPaid]);

    assert.deepEqual(
      { status, reason, payable },
      { status: "review", reason: "owner_unproven", payable: false },
    );
  });

  test("a link that the companion created needs no other proof", () => {
    assert.equal(status([seenPaid], { createdBy: "companion" }), "paid");
    assert.equal(standing([], { createdBy: "companion" }).payable, true);
  });

  test("a signed delivery that names the request id proves the link", () => {
    assert.equal(standing([]).proven, false);
    assert.equal(standing(factsOf(wallet("wallet_connected"))).proven, true);
  });

  test("a signed delivery that names only the token proves the link", () => {
    const named: Fact = { kind: "named", source: "delivery", ofToken: true, requestIds: [] };

    assert.equal(standing([named]).proven, true);
  });

  test("a token that belongs to another request id proves nothing", () => {
    const foreign: Fact = { kind: "named", source: "delivery", ofToken: true, requestIds: ["01ff"] };
    const bare: Fact = { kind: "named", source: "delivery", ofToken: true, requestIds: [] };

    assert.equal(standing([foreign]).proven, false);
    assert.equal(standing([foreign, bare]).proven, false);
  });

  test("a link that was read and is what we sold is proven", () => {
    assert.equal(status([link(), seenPaid]), "paid");
    assert.equal(status([link({ amount: "12" }), seenPaid]), "paid");
  });

  const foreign: [string, Partial<LinkFact>][] = [
    ["less than the price", { amount: "9.99" }],
    ["another currency", { currency: "FAU-base" }],
    ["another network", { currency: "USDC-optimism" }],
    ["another request id", { requestIds: ["01ff"] }],
    ["no wallet", { payee: undefined }],
  ];
  test("an amount in base units is known for what it is", () => {
    assert.equal(standing([link({ amount: "10000000" })]).proven, true);
    assert.equal(standing([link({ amount: "5000000" })]).proven, false);
    assert.equal(standing([link({ amount: "25" })]).proven, true);
  });

  // input: W17
  test("paid in full brings the price only where the link's amount is that in either form", () => {
    const whole = read({ final: true });
    const small = confirmed({ amount: "0.00001", totalAmountPaid: "0.00001", expectedAmount: "0.00001" });
    const dust = link({ amount: "10" });

    assert.equal(status([link({ amount: "10.0" }), whole]), "paid");
    assert.equal(status([link({ amount: "10000000" }), whole]), "paid");
    assert.equal(standing([dust, whole]).reason, "amount_unknown");
    assert.equal(standing([dust, whole, ...factsOf(small)]).reason, "below_price");
    assert.equal(status([dust, read({ final: true, total: "10" })]), "paid");
  });

  test("a read without a date does not say that the money is younger than the checkout", () => {
    const old = factsOf(confirmed({ timestamp: at(-60) }));

    assert.equal(standing([...old, seenPaid]).status, "review");
    assert.equal(standing([...old, { ...seenPaid, at: NOW + 1 } as Fact]).status, "paid");
  });

  test("a read without a date has that of its transaction, where another read gives it", () => {
    const named = factsOf(wallet("wallet_connected"));
    const request = { ...seenPaid, txHash: "0xAB" } as Fact;
    const payment = (minutes: number): Fact => ({
      kind: "money",
      source: "payments_read",
      final: true,
      currency: "USDC",
      network: "base",
      txHash: "0xab",
      at: NOW + minutes * 60_000,
    });

    assert.equal(status([...named, request, payment(5)]), "paid");
    assert.equal(standing([...named, request, payment(-60)]).status, "review");
    assert.equal(standing([...named, request, { ...payment(5), txHash: "0xcd" } as Fact]).status, "review");
  });

  for (const [name, fields] of foreign) {
    test(`a link that was read and names ${name} proves nothing`, () => {
      assert.equal(standing([link(fields)]).proven, false);
    });
  }

  // input: C13
  test("a read that names another wallet refutes, whatever else there is", () => {
    const facts = [link({ payee: STRANGER }), ...factsOf(confirmed({ payee: undefined }))];
    const { status, reason, proven } = standing(facts, { createdBy: "companion" });

    assert.deepEqual({ status, reason, proven }, { status: "review", reason: "wrong_payee", proven: false });
  });

  // input: C13
  test("a stranger's payment that is only known to be final is never paid", () => {
    assert.equal(standing([read({ final: true })]).reason, "owner_unproven");
    assert.equal(
      standing([read({ final: true }), ...factsOf(wallet("wallet_connected"))]).reason,
      "amount_unknown",
    );
  });
});
