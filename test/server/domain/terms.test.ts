import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deriveBinding } from "../../../server/domain/binding.ts";
import type { Fact } from "../../../server/domain/facts.ts";
import { deriveTerms, type Terms } from "../../../server/domain/terms.ts";
import { PAYEE, STRANGER } from "../../helpers/events.ts";
import {
  type Changes,
  calibration,
  confirmed,
  factsOf,
  link,
  order,
  READING,
  read,
  request,
} from "../../helpers/standing.ts";

function terms(known: Fact[], changes: Changes = {}): Terms {
  const one = order({ ...changes, policy: { ...READING, ...changes.policy } });
  return deriveTerms(one, known, deriveBinding(one, known));
}
const verdict = (known: Fact[], changes: Changes = {}) => {
  const { state, reasons } = terms(known, changes);
  return [state, ...reasons].join(" ");
};

const MASKED = "0x6923…C7D7";

describe("derive › terms", () => {
  const table: [string, Fact[], string, Changes?][] = [
    ["nothing", [], "unverified"],
    ["a request read that names all", [request()], "verified"],
    ["the same, over more", [request({ amount: "10.5" })], "verified"],
    [
      "the same from the list",
      [request({ source: "list_read", currency: "USDC-base", network: undefined })],
      "verified",
    ],
    ["an invoice in dollars", [request({ invoiceCurrency: "USD" })], "verified"],
    ["a read that names no invoice currency", [request({ invoiceCurrency: undefined })], "verified"],
    [
      "an invoice in dollars for a price in ether",
      [request({ invoiceCurrency: "USD", currency: "ETH" })],
      "refuted wrong_currency",
      { currency: "ETH-base-base" },
    ],
    ["an invoice currency with its network", [request({ invoiceCurrency: "USDC-base" })], "verified"],
    [
      "an invoice in a testnet's currency, for a price on it",
      [request({ invoiceCurrency: "fUSDC-sepolia", currency: "fUSDC", network: "sepolia" })],
      "verified",
      { currency: "fUSDC-sepolia" },
    ],
    ["an invoice in another currency", [request({ invoiceCurrency: "FAU" })], "refuted wrong_currency"],
    ["an invoice in euros, over as much", [request({ invoiceCurrency: "EUR" })], "refuted wrong_currency"],
    [
      "an invoice in euros, over less",
      [request({ invoiceCurrency: "EUR", amount: "9" })],
      "refuted wrong_currency",
    ],
    ["a stranger's wallet", [request({ payee: STRANGER })], "refuted wrong_payee"],
    [
      "a stranger's wallet as ERC-7828 text",
      [request({ payee: `${STRANGER}@eip155:1` })],
      "refuted wrong_payee",
    ],
    ["a masked wallet", [request({ payee: MASKED })], "unverified"],
    ["no wallet", [request({ payee: undefined })], "unverified"],
    ["another token", [request({ currency: "FAU" })], "refuted wrong_currency"],
    ["another network", [request({ network: "optimism" })], "refuted wrong_network"],
    ["a network that no list has", [request({ network: "some-new-chain" })], "unverified"],
    ["the network by its chain id", [request({ network: "8453" })], "verified"],
    ["a testnet by its chain id", [request({ network: "eip155:11155111" })], "refuted wrong_network"],
    ["less than the price", [request({ amount: "9.99" })], "refuted below_price"],
    ["no amount", [request({ amount: undefined })], "unverified"],
    ["a token read in base units", [link()], "verified"],
    ["a token read over less, in base units", [link({ amount: "9999999" })], "unverified"],
    ["a token read over less in any unit", [link({ amount: "9.99" })], "refuted below_price"],
    ["a token read in an unknown unit", [link({ amount: "10" })], "unverified"],
    [
      "a token read in human units, by calibration",
      [link({ amount: "10" }), calibration({ linkUnit: "human" })],
      "verified",
    ],
    [
      "a token read in base units, by calibration",
      [link({ amount: "10" }), calibration({ linkUnit: "base" })],
      "refuted below_price",
    ],
    [
      "less in human units, by calibration",
      [link({ amount: "9" }), calibration({ linkUnit: "human" })],
      "refuted below_price",
    ],
    ["an amount that is no decimal", [link({ amount: "many" })], "unverified"],
    ["a symbol beside its network", [link({ currency: "USDC", network: "base" })], "verified"],
    [
      "wallet by one read, amount by another",
      [link({ amount: undefined }), request({ payee: undefined })],
      "verified",
    ],
    ["another request id", [link({ requestIds: ["01ff"] })], "refuted wrong_payee"],
    ["a payout", [link({ outgoing: true })], "refuted wrong_payee"],
  ];
  for (const [name, known, expected, changes] of table) {
    test(`${name}: ${expected}`, () => {
      assert.equal(verdict(known, changes), expected);
    });
  }

  test("of a link of our own the guide's form says all of it", () => {
    assert.equal(verdict([], { createdBy: "companion" }), "verified");
    assert.equal(
      verdict([], { createdBy: "companion", currency: "FAU-sepolia" }),
      "refuted wrong_currency wrong_network",
    );
  });

  test("of a link of our own to the bound destination calibration says it, or reads", () => {
    const bound: Changes = { createdBy: "companion", policy: { creation: { form: "bound" } } };
    const learned = calibration({ payee: PAYEE, currency: "USDC-base" });

    assert.equal(verdict([], bound), "unverified");
    assert.equal(verdict([learned], bound), "verified");
    assert.equal(
      verdict([learned], { ...bound, currency: "ETH-mainnet" }),
      "refuted wrong_currency wrong_network",
    );
    assert.equal(
      verdict([calibration({ payee: STRANGER, currency: "USDC-base" })], bound),
      "refuted wrong_payee",
    );
    assert.equal(verdict([request({ payee: undefined })], bound), "verified");
    const received = read({
      source: "payments_read",
      invoiceCurrency: "USDC",
      currency: "USDT",
      network: "base",
    });
    assert.equal(verdict([received], bound), "verified");
    assert.equal(verdict([read({ currency: "USDC", network: "base" })], bound), "verified");
  });

  test("what was received for such a link confirms both token and network, or nothing, and never by a delivery's labels", () => {
    const bound: Changes = { createdBy: "companion", policy: { creation: { form: "bound" } } };
    const says: Fact[] = [
      read({ currency: "USDT", network: "base" }),
      read({ currency: "USDC", network: "polygon" }),
      read({ currency: "USDC" }),
      ...factsOf(confirmed()),
    ];

    for (const received of says) assert.equal(verdict([received], bound), "unverified");
  });

  test("what was received for a stranger's link says nothing of its terms", () => {
    assert.deepEqual(terms([read({ currency: "USDC", network: "base" })]).sources, []);
  });

  test("a search of payments is a source where it names the invoice currency, and not otherwise", () => {
    const searched = (fields: object) =>
      terms([read({ source: "payments_read", currency: "USDC", network: "base", ...fields })]).sources;

    assert.deepEqual([searched({}), searched({ invoiceCurrency: "USDC" })], [[], ["payments_read"]]);
  });

  test("a destination that calibration finds changed later changes no link that was created before", () => {
    const bound: Changes = { createdBy: "companion", policy: { creation: { form: "bound" } } };
    const first = calibration({ at: 9, payee: PAYEE, currency: "USDC-base" });
    const later = calibration({ at: 10, payee: STRANGER, currency: "USDT-base" });

    assert.deepEqual(
      [verdict([first, later], bound), verdict([later, first], bound)],
      ["verified", "verified"],
    );
  });

  test("of two calibrations at one moment always the same one counts", () => {
    const bound: Changes = { createdBy: "companion", policy: { creation: { form: "bound" } } };
    const tie = [calibration({ currency: "USDC-base" }), calibration({ currency: "USDT-base" })];

    assert.equal(verdict(tie, bound), verdict(tie.toReversed(), bound));
  });

  test("a destination whose token is not listed is not verified by its id alone", () => {
    const creation = { form: "destination", payee: PAYEE, currency: undefined } as const;

    assert.equal(verdict([], { createdBy: "companion", policy: { creation } }), "unverified");
  });

  test("a destination that leads to another wallet than the accepted one is refuted", () => {
    const creation = { form: "destination", payee: STRANGER, currency: "USDC-base" } as const;

    assert.equal(verdict([], { createdBy: "companion", policy: { creation } }), "refuted wrong_payee");
  });

  test("without REQUEST_PAYEE the calibrated wallet is the accepted one; without that none is", () => {
    const none: Changes = { policy: { wallets: [] } };

    assert.equal(verdict([request()], none), "unverified");
    assert.equal(verdict([request(), calibration({ payee: PAYEE })], none), "verified");
    assert.equal(
      verdict([request({ payee: STRANGER }), calibration({ payee: PAYEE })], none),
      "refuted wrong_payee",
    );
  });

  test("a Tron wallet is compared to the letter, an EVM wallet in any letter case", () => {
    const tron = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
    const price: Changes = { currency: "USDT-tron", policy: { wallets: [tron] } };
    const asks = (payee: string) =>
      request({ payee, invoiceCurrency: "USDT", currency: "USDT", network: "tron" });

    assert.equal(verdict([asks(tron)], price), "verified");
    assert.equal(verdict([asks(tron.replace("bZy", "bzy"))], price), "refuted wrong_payee");
    assert.equal(verdict([request({ payee: PAYEE.toUpperCase().replace("0X", "0x") })]), "verified");
  });

  test("verified by one source and refuted by another is refuted, and confirmed nevertheless", () => {
    const disputed = terms([request(), link({ payee: STRANGER })]);

    assert.deepEqual([disputed.state, disputed.isConfirmed, disputed.isForeign], ["refuted", true, true]);
    assert.equal(terms([link({ payee: STRANGER })]).isConfirmed, false);
    assert.equal(terms([request({ amount: "1" })]).isForeign, false);
  });

  test("only one read that names invoice currency, token, network and wallet is a read in full", () => {
    assert.equal(terms([request()]).isReadInFull, true);
    for (const missing of ["payee", "invoiceCurrency", "currency", "network"] as const)
      assert.equal(terms([request({ [missing]: undefined }), link()]).isReadInFull, false);
    assert.equal(terms([], { createdBy: "companion" }).isReadInFull, false);
  });

  test("says whose words it goes by, each once", () => {
    assert.deepEqual(terms([request(), link(), link({ amount: "11000000" })]).sources, [
      "link_read",
      "request_read",
    ]);
    assert.deepEqual(terms([], { createdBy: "companion" }).sources, []);
  });
});
