import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Fact } from "../../../server/domain/facts.ts";
import { type EventFields, NOW, STRANGER } from "../../helpers/events.ts";
import { calibration, confirmed, factsOf, READING, read, request, standing } from "../../helpers/standing.ts";

const told = factsOf(confirmed());
const unnamed = calibration({ tokenReads: "closed", namesPayee: false });
const searched = (invoiceCurrency: string) => read({ source: "payments_read", invoiceCurrency, at: NOW });

describe("derive › clean labels of a page's link, the invoice currency found by a search of its payments", () => {
  const table: [string, Fact[], [status: string, reason: string | null]][] = [
    ["pay it where no read names a payee", [unnamed, searched("USDC")], ["paid", null]],
    [
      "do not pay it where a read may still name the payee",
      [calibration({ tokenReads: "closed", namesPayee: true }), searched("USDC")],
      ["processing", null],
    ],
    [
      "do not pay it where nobody knows whether a read names the payee",
      [calibration({ tokenReads: "closed" }), searched("USDC")],
      ["processing", null],
    ],
    [
      "do not pay it where another search names another invoice currency",
      [unnamed, searched("USDC"), searched("JPY")],
      ["review", "wrong_currency"],
    ],
    [
      "keep it in review where a read contradicts the wallet and the invoice currency",
      [unnamed, searched("USDC"), request({ payee: STRANGER, invoiceCurrency: "JPY" })],
      ["review", "wrong_payee"],
    ],
  ];
  for (const [name, known, expected] of table)
    test(name, () => {
      for (const facts of [
        [...told, ...known],
        [...known.toReversed(), ...told],
      ]) {
        const { status, reason } = standing(facts, { policy: READING });

        assert.deepEqual([status, reason], expected);
      }
    });
});

describe("derive › a currency id of another network beside the price's, where labels alone decide", () => {
  const outcome = (fields: EventFields) => {
    const { status, reason, amountPaid } = standing(factsOf(confirmed(fields)));
    return [status, reason, amountPaid];
  };

  // input: W31
  test("is for review where it is a testnet's, and not enough where it is a mainnet's", () => {
    for (const name of ["currency", "paymentCurrency"]) {
      assert.deepEqual(outcome({ [name]: "USDC-base" }), ["paid", null, "10"]);
      assert.deepEqual(outcome({ [name]: "USDC-sepolia" }), ["review", "wrong_network", "0"]);
      assert.deepEqual(outcome({ [name]: "USDC-polygon" }), ["processing", null, "0"]);
    }
  });
});

describe("derive › a network that is named by its chain id", () => {
  // input: W33
  test("is the price's own, or a testnet, as by its name", () => {
    const outcome = (network: string) => standing(factsOf(confirmed({ network })));

    for (const own of ["8453", "eip155:8453"]) assert.equal(outcome(own).status, "paid");
    for (const test of ["11155111", "eip155:11155111"]) assert.equal(outcome(test).reason, "wrong_network");
  });
});

describe("derive › the amount of money that is for review, since the link asks for less", () => {
  const less = factsOf(confirmed({ amount: "1", totalAmountPaid: "1", expectedAmount: "1" }));
  const asked = (fields: object) => request({ amount: "1", ...fields });
  const own = { createdBy: "companion", policy: { ...READING, creation: { form: "destination" } } } as const;

  const table: [string, Fact[], amountPaid: string, Parameters<typeof standing>[1]][] = [
    ["is named where reads confirm wallet and token", [asked({})], "1", { policy: READING }],
    [
      "is not named where nothing confirms the wallet",
      [asked({ payee: undefined })],
      "0",
      { policy: READING },
    ],
    [
      "is not named where nothing confirms the token",
      [asked({ currency: undefined })],
      "0",
      { policy: READING },
    ],
    [
      "is named where clean labels are all that there can be",
      [unnamed, searched("USDC")],
      "1",
      { policy: READING },
    ],
    [
      "is not named of a link of our own whose token is not known",
      [asked({ currency: undefined })],
      "0",
      own,
    ],
    ["is named of a link of our own whose token a read confirms", [asked({})], "1", own],
  ];
  for (const [name, known, expected, changes] of table)
    test(name, () => {
      const { status, reason, amountPaid } = standing([...known, ...less], changes);

      assert.deepEqual([status, reason, amountPaid], ["review", "below_price", expected]);
    });
});
