import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decimalPlaces, parseAmount, toDecimal } from "../../server/domain/amount.ts";
import { decimalsOf, toAsset } from "../../server/domain/currency.ts";

describe("parseAmount", () => {
  for (const text of [
    "-1",
    "1e3",
    "0x10",
    " 10 ",
    "１０",
    "1,000",
    "",
    "Infinity",
    "NaN",
    "+1",
    "1.",
    ".5",
    "01",
    "9".repeat(80),
    "1\n",
    10,
    null,
  ]) {
    // input: C4
    test(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(parseAmount(text), undefined);
    });
  }

  test("is exact far beyond what a float holds", () => {
    const amount = parseAmount("90071992547409930000.000000000000000001");

    assert.equal(
      amount && toDecimal(amount.plus("0.000000000000000001")),
      "90071992547409930000.000000000000000002",
    );
  });

  test("refuses floats even from the code itself", () => {
    assert.throws(() => parseAmount("1")?.plus(0.1));
  });
});

test("toDecimal drops what does not count and never writes an exponent", () => {
  const canonical = ["10.00", "0.0000001", "1000000000000000000000000"].map((text) =>
    toDecimal(parseAmount(text) as NonNullable<ReturnType<typeof parseAmount>>),
  );

  assert.deepEqual(canonical, ["10", "0.0000001", "1000000000000000000000000"]);
});

test("decimalPlaces counts what stands behind the point, trailing zeros aside", () => {
  const places = ["10", "10.50", "0.000001"].map((text) =>
    decimalPlaces(parseAmount(text) as NonNullable<ReturnType<typeof parseAmount>>),
  );

  assert.deepEqual(places, [0, 1, 6]);
});

describe("currencies", () => {
  test("a network is the same by any of its names", () => {
    assert.deepEqual(toAsset("USDC-mainnet"), { symbol: "usdc", network: "mainnet" });
    assert.deepEqual(toAsset("usdc-ethereum"), { symbol: "usdc", network: "mainnet" });
    assert.deepEqual(toAsset("USDC-arbitrum-one"), { symbol: "usdc", network: "arbitrum" });
    assert.deepEqual(toAsset("USDC"), { symbol: "usdc", network: undefined });
  });

  test("decimals are a matter of the token, and on some networks of the network", () => {
    assert.deepEqual(
      ["USDC-base", "USDC-bsc", "DAI-mainnet", "NEW-base", "constructor-base"].map(decimalsOf),
      [6, 18, 18, 18, 18],
    );
  });
});
