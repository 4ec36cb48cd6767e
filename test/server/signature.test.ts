import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isSignedBy } from "../../server/webhooks/signature.ts";

const VECTORS = [
  [
    "It's a Secret to Everybody",
    "Hello, World!",
    "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
  ],
  ["test_secret", "", "f7f9bd47fb987337b5796fdc1fdb9ba221d0d5396814bfcaf9521f43fd8927fd"],
  [
    "test_secret",
    '{"obj1":"hello","obj2":"world"}',
    "bebb1a643997f419b315ddba19e6f5411e1ce7f810ba6d3617ce72823092f363",
  ],
  [
    "Jefe",
    "what do ya want for nothing?",
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  ],
] as const;

describe("isSignedBy", () => {
  for (const [secret, message, hex] of VECTORS) {
    const body = Buffer.from(message);

    test(`knows the signature of ${JSON.stringify(message)}`, () => {
      assert.equal(isSignedBy([secret], body, hex), true);
      assert.equal(isSignedBy([secret], body, hex.toUpperCase()), true);
      assert.equal(isSignedBy(["another", secret], body, hex), true);
    });

    // input: W4
    test(`refuses everything else for ${JSON.stringify(message)}`, () => {
      const flipped = hex.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
      const odd = [
        flipped,
        hex.slice(2),
        `${hex}00`,
        `${hex}zz`,
        `${hex.slice(0, 62)}zz`,
        ` ${hex}`,
        `${hex}\n`,
        "",
        undefined,
        [hex],
        1,
      ];

      for (const signature of odd) assert.equal(isSignedBy([secret], body, signature), false);
      assert.equal(isSignedBy(["another"], body, hex), false);
      assert.equal(isSignedBy([], body, hex), false);
      assert.equal(isSignedBy([secret], Buffer.concat([body, Buffer.from(" ")]), hex), false);
    });
  }
});
