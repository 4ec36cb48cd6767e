import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { priceOf } from "../../../server/catalog/price.ts";
import { ConfigError, parseConfig } from "../../../server/config/config.ts";
import { environment, purchase } from "../../helpers/companion.ts";
import { NOW, PAYEE } from "../../helpers/events.ts";

const USDC_BASE = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
const destination = (token: string) => `${PAYEE}@eip155:8453#ABCD1234:${token}`;
const catalogIn = (currency: string) => () =>
  JSON.stringify({ products: [{ id: "mug", title: "Mug", amount: "1", currency }] });

function messageOf(changes: Record<string, string | undefined>, currency = "USDC-base"): string {
  try {
    parseConfig(environment(changes), catalogIn(currency));
    return "";
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
}

describe("the start is refused where prices are in another currency than links ask for", () => {
  test("by REQUEST_CURRENCY, with all that is wrong in one message", () => {
    const message = messageOf(
      { REQUEST_CURRENCY: "USDC-base", OPEN_AMOUNTS: "EURC-base:1-5,USDC-base:1-5" },
      "ETH-mainnet",
    );
    assert.match(message, /mug is priced in ETH-mainnet, but REQUEST_CURRENCY is USDC-base/);
    assert.match(message, /OPEN_AMOUNTS EURC-base could not be paid: REQUEST_CURRENCY is USDC-base/);
    assert.doesNotMatch(message, /OPEN_AMOUNTS USDC-base/);
  });

  test("A2: by the token of REQUEST_DESTINATION_ID", () => {
    const settings = { REQUEST_DESTINATION_ID: destination(USDC_BASE), OPEN_AMOUNTS: "ETH-mainnet:1-5" };
    const message = messageOf(settings, "ETH-mainnet");
    assert.match(message, /mug is priced in ETH-mainnet, but REQUEST_DESTINATION_ID is paid in USDC-base/);
    assert.match(
      message,
      /OPEN_AMOUNTS ETH-mainnet could not be paid: REQUEST_DESTINATION_ID is paid in USDC-base/,
    );
  });

  test("not where they agree, or nobody knows the token", () => {
    assert.equal(messageOf({ REQUEST_DESTINATION_ID: destination(USDC_BASE) }), "");
    const unknown = destination(`0x${"b".repeat(40)}`);
    assert.equal(messageOf({ REQUEST_DESTINATION_ID: unknown }, "ETH-mainnet"), "");
    assert.equal(messageOf({}, "ETH-mainnet"), "");
  });

  test("REQUEST_CURRENCY decides where both are set, as it does for the links", () => {
    const both = { REQUEST_CURRENCY: "ETH-mainnet", REQUEST_DESTINATION_ID: destination(USDC_BASE) };
    assert.equal(messageOf(both, "ETH-mainnet"), "");
  });
});

describe("a price in another currency than the destination's", () => {
  const config = parseConfig(environment({ OPEN_AMOUNTS: "ETH-mainnet:1-5" }), catalogIn("ETH-mainnet"));
  const asking = { origin: null, now: NOW };
  const price = (body: object, destinationCurrency: string | undefined) =>
    priceOf(
      { ...purchase({ product: undefined, ...body }) },
      { ...config.prices, requestCurrency: undefined, destinationCurrency },
      asking,
    );

  for (const [what, body] of [
    ["a product", { product: "mug", link: undefined }],
    ["an amount", { amount: "2", currency: "ETH-mainnet", link: undefined }],
  ] as const) {
    test(`${what} is refused where the companion would create the link`, async () => {
      await assert.rejects(price(body, "USDC-base"), { code: "currency_not_accepted", statusCode: 409 });
      assert.equal((await price(body, undefined)).currency, "ETH-mainnet");
      assert.equal((await price(body, "eth-MAINNET")).currency, "ETH-mainnet");
    });
  }

  test("is left to the read of a link that the browser has created", async () => {
    assert.equal((await price({ product: "mug" }, "USDC-base")).currency, "ETH-mainnet");
  });
});
