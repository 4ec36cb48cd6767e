import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toAmount } from "../../../server/domain/amount.ts";
import {
  amountFault,
  currencyOfToken,
  decimalsOf,
  isSameAsset,
  isTestAsset,
  toAsset,
  toNetwork,
} from "../../../server/domain/currency.ts";
import { parseDestinationId } from "../../../server/domain/destination-id.ts";
import { NETWORKS, TOKENS } from "../../../server/domain/token-list.ts";
import { toWallet } from "../../../server/domain/wallet.ts";
import { PAYEE, STRANGER } from "../../helpers/events.ts";

describe("currency ids", () => {
  const assets: [string, string, string | undefined][] = [
    ["USDC-base", "usdc", "base"],
    ["USDC-arbitrum-one", "usdc", "arbitrum-one"],
    ["USDC-arbitrum", "usdc", "arbitrum-one"],
    ["ETH-sepolia-sepolia", "eth", "sepolia"],
    ["ETH-base-base", "eth", "base"],
    ["AETH-arbitrum-one", "eth", "arbitrum-one"],
    ["MATIC-matic", "matic", "matic"],
    ["USDCn-matic", "usdc", "matic"],
    ["USDC-polygon", "usdc", "matic"],
    ["USDCn-optimism", "usdc", "optimism"],
    ["USDT0-arbitrum-one", "usdt", "arbitrum-one"],
    ["USDC-base-sepolia", "usdc", "base-sepolia"],
    ["fUSDC-sepolia", "usdc", "sepolia"],
    ["FAU-sepolia", "fau", "sepolia"],
    ["USDT-MAINNET", "usdt", "mainnet"],
    ["USDC", "usdc", undefined],
    ["fUSDC", "fusdc", undefined],
    ["X-some-new-chain", "x", "some-new-chain"],
    ["", "", undefined],
  ];
  for (const [id, symbol, network] of assets) {
    test(`${JSON.stringify(id)} is ${symbol} on ${network}`, () => {
      assert.deepEqual(toAsset(id), { symbol, network });
    });
  }

  test("every listed token is read back from its id, with its decimals and its contract", () => {
    for (const token of TOKENS) {
      assert.deepEqual(toAsset(token.id), { symbol: token.symbol, network: token.network });
      assert.equal(decimalsOf(token.id), token.decimals);
    }
    const contracts = TOKENS.filter(({ address }) => !/^0x0+$/.test(address));
    for (const { id, network, address } of contracts) {
      assert.equal(currencyOfToken(NETWORKS[network]?.chainId ?? 0, address), id);
      if (address.startsWith("0x"))
        assert.equal(currencyOfToken(NETWORKS[network]?.chainId ?? 0, address.toLowerCase()), id);
    }
  });

  test("every alias of a network is that network, in any letter case", () => {
    for (const [id, { aliases }] of Object.entries(NETWORKS))
      for (const name of [id, ...aliases]) assert.equal(toNetwork(` ${name.toUpperCase()} `), id);
    assert.equal(toNetwork("Some-New-Chain"), "some-new-chain");
  });

  test("decimals differ by network, and an unknown token may have as many as any", () => {
    const table = {
      "USDC-bsc": 18,
      "USDT-bsc": 18,
      "USDC-base": 6,
      "USDC-avalanche": 6,
      "ETH-base-base": 18,
      "NEW-base": 18,
    };
    for (const [id, decimals] of Object.entries(table)) assert.equal(decimalsOf(id), decimals);
    assert.equal(amountFault("0.0000001", "USDC-base"), "USDC-base has 6 decimals");
    assert.equal(amountFault("0.0000001", "USDC-bsc"), undefined);
    assert.equal(amountFault("0.000001", "USDC-base"), undefined);
    for (const none of ["0", "0.0", "odd"]) assert.equal(amountFault(none, "USDC-base"), "must be above 0");
  });

  test("ids name the same token by any of their names, and no other", () => {
    assert.equal(isSameAsset("USDCn-matic", "USDC-polygon"), true);
    assert.equal(isSameAsset("USDC-base", "USDC-base-sepolia"), false);
    assert.equal(isSameAsset("USDC-base", "USDT-base"), false);
  });

  test("test money is a test token, or anything on a testnet", () => {
    assert.equal(isTestAsset(toAsset("FAU")), true);
    assert.equal(isTestAsset(toAsset("USDC-sepolia")), true);
    assert.equal(isTestAsset(toAsset("USDC-base")), false);
    assert.equal(isTestAsset({}), false);
  });
});

describe("amounts", () => {
  test("that were checked before throw where they are none", () => {
    assert.equal(toAmount("10.0").toFixed(), "10");
    for (const text of ["", "odd", "1e3"]) assert.throws(() => toAmount(text), TypeError);
  });
});

describe("a contract that is not listed", () => {
  test("is no currency", () => {
    assert.equal(currencyOfToken(8453, "0x0000000000000000000000000000000000000001"), undefined);
    assert.equal(currencyOfToken(1, "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"), undefined);
    const tron = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
    assert.equal(currencyOfToken(728126428, tron), "USDT-tron");
    assert.equal(currencyOfToken(728126428, tron.toLowerCase()), undefined);
  });
});

describe("wallets", () => {
  const tron = "TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8";
  const table: [unknown, string | undefined][] = [
    [PAYEE, PAYEE.toLowerCase()],
    [` ${PAYEE.toLowerCase()} `, PAYEE.toLowerCase()],
    [`${PAYEE}@eip155:8453#ABCD1234`, PAYEE.toLowerCase()],
    [`eip155:8453:${PAYEE}`, PAYEE.toLowerCase()],
    [`${STRANGER}:${PAYEE}`, undefined],
    [`${PAYEE}:${STRANGER}`, undefined],
    [`eip155:8453:${STRANGER}:${PAYEE}`, undefined],
    [`eip155:${STRANGER}:${PAYEE}`, undefined],
    [`tron:${tron}:${PAYEE}`, undefined],
    [`${PAYEE}@eip155:8453#${tron}`, undefined],
    [`8453:${PAYEE}`, undefined],
    [`a:b:c:${PAYEE}`, undefined],
    [`${STRANGER}@${PAYEE}`, undefined],
    [`${PAYEE}@base@${STRANGER}`, undefined],
    [`${PAYEE} ${STRANGER}`, undefined],
    [`${PAYEE}@base`, PAYEE.toLowerCase()],
    [PAYEE.toUpperCase(), PAYEE.toLowerCase()],
    [`tron:728126428:${tron}`, tron],
    [`${tron}@tron:0x2b6653dc`, tron],
    [tron, tron],
    [tron.toLowerCase(), undefined],
    ["0x6923…C7D7", undefined],
    ["0x6923...C7D7", undefined],
    [`${PAYEE}0`, undefined],
    ["***", undefined],
    ["", undefined],
    [null, undefined],
    [undefined, undefined],
  ];
  for (const [text, wallet] of table) {
    test(`${JSON.stringify(text)} is ${wallet}`, () => {
      assert.equal(toWallet(text as string), wallet);
    });
  }
});

describe("destination ids", () => {
  const base = `${PAYEE}@eip155:8453#ABCD1234:0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913`;

  test("name wallet, chain and token, in either letter case of the checksum", () => {
    const expected = { payee: PAYEE.toLowerCase(), currency: "USDC-base" };

    assert.deepEqual(parseDestinationId(base), expected);
    assert.deepEqual(parseDestinationId(base.replace("#ABCD1234", "#abcd1234")), expected);
  });

  test("of an unknown token or chain name the wallet alone, and what is no id names nothing", () => {
    assert.deepEqual(parseDestinationId(`${PAYEE}@eip155:8453#ABCD1234:0x01`), {
      payee: PAYEE.toLowerCase(),
      currency: undefined,
    });
    for (const text of ["", ":", "nonsense", PAYEE])
      assert.deepEqual(parseDestinationId(text), { payee: undefined, currency: undefined });
  });
});
