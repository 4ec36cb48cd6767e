import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { factsOfKind } from "../../../server/domain/facts.ts";
import { deriveLabels } from "../../../server/domain/labels.ts";
import { type EventFields, PAYEE, STRANGER } from "../../helpers/events.ts";
import { type Changes, confirmed, factsOf, order, partial, read } from "../../helpers/standing.ts";

const labels = (events: EventFields[], changes: Changes = {}) =>
  deriveLabels(order(changes), factsOfKind(factsOf(...events), "money"));

describe("derive › labels of signed deliveries", () => {
  const table: [string, EventFields, "clean" | "soft" | string, Changes?][] = [
    ["the price's own", {}, "clean"],
    ["a currency id instead of a symbol", { currency: "USDC-base", network: undefined }, "clean"],
    ["another spelling of the network", { network: "BASE" }, "clean"],
    ["the network by its chain id", { network: "8453" }, "clean"],
    ["the network as CAIP-2", { network: "eip155:8453" }, "clean"],
    ["no payment currency", { paymentCurrency: undefined }, "clean"],
    ["payment currency as an id", { paymentCurrency: "USDC-base" }, "clean"],
    ["the payee as ERC-7828 text", { payee: `${PAYEE}@eip155:8453#ABCD1234` }, "clean"],
    ["a masked payee", { payee: "0x6923…C7D7" }, "clean"],
    ["another mainnet", { network: "polygon" }, "soft"],
    ["a network that no list has", { network: "some-new-chain" }, "soft"],
    ["a supported source token", { currency: "USDT" }, "soft"],
    ["USDT0", { currency: "USDT0" }, "soft"],
    ["the dollar, of a dollar stablecoin", { currency: "USD" }, "soft"],
    ["another payment currency", { paymentCurrency: "USDT" }, "soft"],
    ["no labels at all", { currency: undefined, network: undefined, paymentCurrency: undefined }, "soft"],
    ["no network", { network: undefined }, "soft"],
    ["no currency", { currency: undefined }, "soft"],
    ["a test token", { currency: "FAU" }, "wrong_currency"],
    ["the test dollar", { currency: "fUSDC" }, "wrong_currency"],
    ["a test token as payment currency", { paymentCurrency: "FAU-sepolia" }, "wrong_currency"],
    ["a token that no payer can give", { currency: "WETH" }, "wrong_currency"],
    ["a testnet", { network: "sepolia" }, "wrong_network"],
    ["a testnet by its chain id", { network: "11155111" }, "wrong_network"],
    ["a testnet as CAIP-2", { network: "eip155:84532" }, "wrong_network"],
    ["a testnet's id beside the price's network", { currency: "USDC-sepolia" }, "wrong_network"],
    ["the same as payment currency", { paymentCurrency: "USDC-sepolia" }, "wrong_network"],
    [
      "the same where nothing else names a network",
      { paymentCurrency: "USDC-sepolia", network: undefined },
      "wrong_network",
    ],
    ["another mainnet's id beside the price's network", { currency: "USDC-polygon" }, "soft"],
    ["the same of what the payer gave", { paymentCurrency: "USDC-polygon" }, "soft"],
    [
      "a mainnet's id beside the testnet of a test order",
      { network: "sepolia", paymentCurrency: "USDC-base" },
      "wrong_network",
      { currency: "fUSDC-sepolia" },
    ],
    ["a stranger's wallet", { payee: STRANGER }, "wrong_payee"],
    ["a stranger's wallet as ERC-7828 text", { payee: `${STRANGER}@eip155:8453#ABCD1234` }, "wrong_payee"],
    [
      "USDT0 for a price in USDT",
      { currency: "USDT0", paymentCurrency: "USDT" },
      "clean",
      { currency: "USDT-base" },
    ],
    [
      "polygon for a price on matic",
      { currency: "USDC", network: "polygon" },
      "clean",
      { currency: "USDCn-matic" },
    ],
    [
      "ETH on sepolia for its native id",
      { currency: "ETH", network: "sepolia", paymentCurrency: "ETH" },
      "clean",
      { currency: "ETH-sepolia-sepolia" },
    ],
    [
      "USDC on sepolia, as the prose names fUSDC",
      { network: "sepolia" },
      "clean",
      { currency: "fUSDC-sepolia" },
    ],
    [
      "fUSDC without a network, for a test order",
      { currency: "fUSDC", network: undefined, paymentCurrency: undefined },
      "soft",
      { currency: "fUSDC-sepolia" },
    ],
    [
      "another test token, for a test order",
      { currency: "FAU", network: "sepolia", paymentCurrency: "FAU" },
      "wrong_currency",
      { currency: "fUSDC-sepolia" },
    ],
    [
      "a mainnet, for a test order",
      { paymentCurrency: "USDC" },
      "wrong_network",
      { currency: "fUSDC-sepolia" },
    ],
    [
      "a network that no list has, for a test order",
      { network: "some-new-chain" },
      "soft",
      { currency: "fUSDC-sepolia" },
    ],
    ["the dollar for a price in ether", { currency: "USD" }, "wrong_currency", { currency: "ETH-base-base" }],
  ];
  for (const [name, fields, expected, changes] of table) {
    test(`${name}: ${expected}`, () => {
      const { hard, isClean } = labels([confirmed(fields)], changes);

      assert.deepEqual(
        {
          isClean,
          has:
            expected === "clean" || expected === "soft" ? hard.length > 0 : hard.includes(expected as never),
        },
        { isClean: expected === "clean", has: expected !== "clean" && expected !== "soft" },
      );
    });
  }

  test("one delivery that names less leaves those that name all of it clean, one that names another does not", () => {
    const less = partial({
      currency: undefined,
      network: undefined,
      paymentCurrency: undefined,
      payee: undefined,
    });

    assert.equal(labels([confirmed(), less]).isClean, true);
    assert.equal(labels([confirmed(), confirmed({ network: "polygon" })]).isClean, false);
    assert.deepEqual(labels([confirmed(), confirmed({ currency: "FAU" })]).hard, ["wrong_currency"]);
  });

  test("what is not signed has no labels", () => {
    const money = factsOfKind([read({ currency: "FAU", network: "sepolia" })], "money");

    assert.deepEqual(deriveLabels(order(), money), { hard: [], isClean: false });
  });

  test("where the merchant names no wallet, none is foreign", () => {
    assert.deepEqual(labels([confirmed({ payee: STRANGER })], { policy: { wallets: [] } }).hard, []);
  });
});
