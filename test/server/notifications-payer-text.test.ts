import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { toPayerText } from "../../server/notifications/payer-text.ts";

/** What mail clients turn into links: schemes, hosts, addresses. Their rules are wider than any standard. */
const LINKABLE = /[\p{L}\p{N}][.\u3002\uff0e\uff61][\p{L}\p{N}]|:\/\/|@(?!\])|[\p{L}\p{N}]:[^\s”]|\/\//u;

describe("a payer's text in an e-mail", () => {
  const links = [
    "https://evil.example/pay?x=1",
    "HTTP://127.0.0.1/x",
    "www.evil.example",
    "evil.example",
    "evil\u3002example",
    "evil\uff0eexample",
    "evil\uff61example",
    "evil\u200b.example",
    "ｅｖｉｌ．ｅｘａｍｐｌｅ",
    "hⓣtp://evil․example",
    "a@evil.example",
    "mailto:a@b",
    "tel:0900123456",
    "//evil.example",
    "http:///evil",
    "ethereum:0xabc",
  ];
  for (const link of links) {
    test(`has no link: ${link}`, () => {
      assert.doesNotMatch(toPayerText(`Order 7 ${link} now`), LINKABLE);
    });
  }

  test("has no link, whatever it is", () => {
    const word = fc.constantFrom(
      ".",
      ":",
      "/",
      "@",
      "a",
      "evil",
      "com",
      " ",
      "\u3002",
      "\uff0f",
      "․",
      "\u00ad",
      "ⓐ",
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(word, fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 60 }),
        (parts) => {
          const text = toPayerText(parts.join(""));
          assert.doesNotMatch(text, LINKABLE);
          assert.ok([...text].length <= 82);
        },
      ),
    );
  });

  test("is left as it is where nothing in it looks like a link", () => {
    assert.equal(toPayerText("Größe 東京 Заказ-7, 2 / 3: yes."), "“Größe 東京 Заказ-7, 2 / 3: yes.”");
  });
});
