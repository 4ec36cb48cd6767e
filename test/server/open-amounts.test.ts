import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseOpenAmounts } from "../../server/catalog/open-amounts.ts";
import { ErrorBodySchema } from "../../server/contract/contract.ts";
import { purchase, startCompanion } from "../helpers/companion.ts";
import { shared } from "../helpers/shared.ts";

const OPEN_AMOUNTS = "USDC-base:1-500, USDC-bsc:0.5-100";

const tip = (changes: Record<string, unknown> = {}) =>
  purchase({ product: undefined, amount: "5", currency: "USDC-base", ...changes });

const open = shared((t) => startCompanion(t, { environment: { OPEN_AMOUNTS } }));

describe("an open amount", () => {
  for (const [amount, currency, stored] of [
    ["1", "USDC-base", "1"],
    ["500.00", "USDC-base", "500"],
    ["2.123456", "usdc-base", "2.123456"],
    ["0.500000000000000001", "USDC-bsc", "0.500000000000000001"],
  ] as const) {
    test(`of ${amount} ${currency} is taken, exactly`, async () => {
      const companion = open();

      const { status, body } = await companion.open(tip({ amount, currency }));

      assert.equal(status, 201);
      assert.equal(body.amount, stored);
      assert.match(String(body.currency), /^USDC-/);
    });
  }

  const refused: [Record<string, unknown>, string, string][] = [
    [{ amount: "0.99" }, "invalid_request", "amount"],
    [{ amount: "500.000001" }, "invalid_request", "amount"],
    [{ amount: "2.1234567" }, "invalid_request", "amount"],
    [{ currency: "EURC-base" }, "amount_not_allowed", "currency"],
    [{ currency: undefined }, "invalid_request", "currency"],
    [{ amount: undefined }, "invalid_request", "amount"],
    [{ quantity: 2 }, "invalid_request", "quantity"],
    ...[
      "0",
      "-1",
      "1e3",
      "0x10",
      " 10 ",
      "１０",
      "1,000",
      "",
      "Infinity",
      "NaN",
      "1".repeat(80),
      "1.",
      ".5",
    ].map((amount): [Record<string, unknown>, string, string] => [{ amount }, "invalid_request", "amount"]),
    [{ amount: 5 }, "invalid_request", "amount"],
  ];
  for (const [changes, code, field] of refused) {
    // input: C4
    test(`of ${JSON.stringify(changes)} is refused: ${code}`, async () => {
      const companion = open();

      const { status, body } = await companion.open(tip(changes));

      const { error } = ErrorBodySchema.parse(body);
      assert.deepEqual([status, error.code], [400, code]);
      assert.ok(error.fields?.[field], JSON.stringify(error.fields));
    });
  }

  // input: C15
  test("is marked as the payer's choice wherever the merchant sees it", async (t) => {
    const token = "a-token-that-is-long-enough";
    const companion = await startCompanion(t, { environment: { OPEN_AMOUNTS, ADMIN_TOKEN: token } });
    const { body } = await companion.open(tip({ reference: "ORDER-17" }));

    const { body: order } = await companion.get(`/v1/orders/${body.id}`, {
      authorization: `Bearer ${token}`,
    });

    assert.deepEqual([order.priceSource, order.referenceSource], ["open", "page"]);
  });

  test("is refused where the merchant has not opened any", async (t) => {
    const companion = await startCompanion(t);

    const { status, body } = await companion.open(tip());

    assert.equal(status, 400);
    assert.equal(ErrorBodySchema.parse(body).error.code, "amount_not_allowed");
  });
});

describe("OPEN_AMOUNTS", () => {
  const faulty = [
    "USDC-base",
    "USDC-base:1",
    "USDC-base:0-5",
    "USDC-base:5-1",
    "USDC-base:1-1.0000001",
    "USDC:1-5",
  ];
  for (const text of [...faulty, "USDC-base:1-5,usdc-base:1-9", ","]) {
    test(`refuses ${text}`, () => {
      assert.throws(() => parseOpenAmounts(text), /USDC|CURRENCY/i);
    });
  }
});
