import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { subtract } from "../../widget/engine/story.ts";
import { toReturnUrl } from "../../widget/engine/to-request.ts";
import { isWithin, readTyped } from "../../widget/engine/typed-amount.ts";
import { sayAmount } from "../../widget/i18n/format.ts";
import { encodeJson } from "../../widget/lib/encode-json.ts";
import { canonical, isDecimal, multiply } from "../../widget/purchase/decimal.ts";
import type { PurchaseAttributes } from "../../widget/purchase/purchase.ts";

describe("decimal", () => {
  it("multiplies exactly", () => {
    assert.equal(multiply("0.1", 3), "0.3");
    assert.equal(
      multiply("123456789012345678901234567890.123456789012345678", 1_000_000),
      "123456789012345678901234567890123456.789012345678",
    );
    assert.equal(multiply("10", 1), "10");
  });

  it("subtracts exactly, and not below 0", () => {
    assert.equal(subtract("10", "9.999999999999999999"), "0.000000000000000001");
    assert.equal(subtract("10", "11"), "0");
  });

  it("knows one form of each amount", () => {
    for (const text of ["10", "10.0", "10.00"]) assert.equal(canonical(text), "10");
    assert.equal(canonical("100"), "100");
    assert.equal(canonical("0.50"), "0.5");
  });

  it("is no sign, exponent, space, grouping or other digit", () => {
    for (const text of ["", "-1", "1e3", " 1", "1,000", "0x10", "１", "01", ".5", "5.", "Infinity", 5, null])
      assert.equal(isDecimal(text), false, String(text));
  });
});

describe("JSON", () => {
  it("is that of plain data, whatever a page has put on prototypes", () => {
    const value = { a: ["x", 1, null, true, undefined], 'b"': { c: "\u2028" }, d: undefined };
    const expected = JSON.stringify(value);
    const prototypes = [Object.prototype, Array.prototype, String.prototype, Number.prototype];
    for (const each of prototypes) Object.assign(each, { toJSON: () => "replaced" });
    const encoded = encodeJson(value);
    for (const each of prototypes) Reflect.deleteProperty(each, "toJSON");

    assert.equal(encoded, expected);
  });
});

describe("the address to return to", () => {
  const ID = "0d3c7c3e-5c3b-4f8e-9d55-0a1b2c3d4e5f";
  const toReturn = (address: string, returnUrl = "", base = address) =>
    toReturnUrl({ address, returnUrl, base } as PurchaseAttributes, ID);
  const cases: [address: string, expected: string][] = [
    ["https://shop.example/", `https://shop.example/?checkout=${ID}`],
    ["https://shop.example/men's-shirt", `https://shop.example/men%27s-shirt?checkout=${ID}`],
    ["https://shop.example/#/cart", `https://shop.example/?checkout=${ID}#/cart`],
    ["https://shop.example/?a=1#it's", `https://shop.example/?a=1&checkout=${ID}#it%27s`],
    [`https://shop.example/p?q=${"x".repeat(3000)}#top`, `https://shop.example/p?checkout=${ID}#top`],
    [`https://shop.example/p#${"x".repeat(3000)}`, `https://shop.example/p?checkout=${ID}`],
    [`https://shop.example/${"x".repeat(3000)}`, `https://shop.example/?checkout=${ID}`],
    ["https://me:secret@shop.example/", `https://shop.example/?checkout=${ID}`],
  ];
  for (const [address, expected] of cases)
    it(`from ${address.slice(0, 50)} is safe, and short enough`, () => {
      assert.equal(toReturn(address), expected);
    });

  it("from a frame without an address is the page's base", () => {
    assert.equal(
      toReturn("about:srcdoc", "", "https://shop.example/a"),
      `https://shop.example/a?checkout=${ID}`,
    );
    assert.equal(toReturn("about:blank", "https://x.example/", ""), `https://x.example/?checkout=${ID}`);
    assert.equal(toReturn("file:///shop.html"), undefined);
  });
});

describe("an amount as people say it", () => {
  const say = (amount: string, currency: string, lang = "en") =>
    sayAmount(
      { amount, currency },
      { lang, spoken: "en", labels: { amount: "{amount} {symbol} on {network}" } },
    );

  it("names the network", () => {
    assert.equal(say("10", "USDC-base"), "10 USDC on Base");
    assert.equal(say("10", "ETH-mainnet"), "10 ETH on Ethereum");
    assert.equal(say("10", "USDC-arbitrum-one"), "10 USDC on Arbitrum");
    assert.equal(say("10", "USDC.e-matic"), "10 USDC.e on Polygon");
  });

  it("loses no digit", () => {
    assert.equal(
      say("12345678901234567890.000000000000000001", "DAI-base"),
      "12,345,678,901,234,567,890.000000000000000001 DAI on Base",
    );
  });

  it("is written in the page's language", () => {
    assert.match(say("1234.5", "USDC-base", "de"), /^1\.234,5 /);
  });
});

describe("a typed amount", () => {
  const cases: [typed: string, lang: string, amount: string][] = [
    ["5", "en", "5"],
    [" 2.50 ", "en", "2.5"],
    ["2,5", "en", "2.5"],
    ["2,50", "de", "2.5"],
    ["2.50", "de", "2.5"],
    ["007", "en", "7"],
    ["1,000", "en", ""],
    ["1.000", "en", "1"],
    ["1.000", "de", ""],
    ["1,234", "de", "1.234"],
    ["1,000.00", "en", "1000"],
    ["1.234,50", "de", "1234.5"],
    ["1.234,50", "en", "1234.5"],
    ["1'234.50", "de-CH", "1234.5"],
    ["1\u2019234", "de-CH", "1234"],
    ["12 34", "en", ""],
    ["1,23,4", "en", ""],
    ["1,000,000", "en", ""],
    ["5.", "en", "5"],
    ["5,", "de", "5"],
    [".5", "en", "0.5"],
    ["1 234,50", "en", "1234.5"],
    ["1\u202f234,50", "fr", "1234.5"],
    ["€10", "en", "10"],
    ["10 €", "de", "10"],
    ["$ 2.50", "en", "2.5"],
    ["10 USDC", "en", "10"],
    ["10 usdc", "en", "10"],
    ["10 DAI", "en", ""],
    ["１０", "en", "10"],
    ["１０．５", "ja", "10.5"],
    ["১২", "bn", "12"],
    ["๑๒.๕", "th", "12.5"],
    ["𝟏𝟐", "en", "12"],
    ["၁၀", "my", "10"],
    ["٢٫٥", "ar", "2.5"],
    ["۵", "fa", "5"],
    ["१२", "hi", "12"],
    ["", "en", ""],
    ["-1", "en", ""],
    ["1e3", "en", ""],
    ["0x10", "en", ""],
    ["Infinity", "en", ""],
    ["<b>1</b>", "en", ""],
    ["1 000", "fr", "1000"],
  ];
  for (const [typed, lang, amount] of cases) {
    it(`${JSON.stringify(typed)} in ${lang} is ${amount || "none"}`, () => {
      assert.equal(readTyped(typed, lang, "USDC"), amount);
    });
  }

  it("is compared exactly with its bounds", () => {
    assert.equal(isWithin("1", "1", "500"), true);
    assert.equal(isWithin("500.00", "1", "500"), true);
    assert.equal(isWithin("500.000000000000000001", "1", "500"), false);
    assert.equal(isWithin("0.999999999999999999", "1", "500"), false);
    assert.equal(isWithin("0.00", "", ""), false);
    assert.equal(isWithin("", "", ""), false);
    assert.equal(isWithin("123456789012345678901234567890", "", ""), true);
  });
});
