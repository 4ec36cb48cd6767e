import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ConfigError, parseConfig } from "../../server/config/config.ts";
import { CATALOG, environment } from "../helpers/companion.ts";

const readCatalog = () => JSON.stringify(CATALOG);

function faultsOf(changes: Record<string, string | undefined>, readFile = readCatalog): string {
  try {
    parseConfig(environment(changes), readFile);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  return "";
}

describe("parseConfig", () => {
  test("needs nothing but a webhook secret", () => {
    const config = parseConfig({ REQUEST_WEBHOOK_SECRET: "s" });

    assert.deepEqual(
      [config.listen.host, config.listen.port, config.publicUrl],
      ["127.0.0.1", 4401, "http://127.0.0.1:4401"],
    );
    assert.deepEqual(
      [config.databaseUrl, config.upstream.apiUrl],
      ["sqlite:./data/checkouts.db", "https://api.request.network"],
    );
    assert.deepEqual([config.limits.checkoutsPerMinute, config.limits.readsPerMinute], [30, 600]);
    assert.equal(config.limits.linkTtlMs, 604_800_000);
    assert.equal(config.prices.catalog.size, 0);
  });

  for (const url of [
    "postgresql://me:hush%40@db.internal:5432/checkouts?sslmode=verify-full",
    "postgres://me:secret@/checkouts?host=/var/run/postgresql",
    "postgres://me@/checkouts?host=/var/run/postgresql&port=5433",
    "postgres:///checkouts?host=/var/run/postgresql",
    "postgres://%2Fvar%2Frun%2Fpostgresql/checkouts",
    "postgres://me:secret@?host=db.internal",
  ])
    test(`takes a PostgreSQL URL as it is: ${url}`, () => {
      assert.equal(parseConfig({ REQUEST_WEBHOOK_SECRET: "s", DATABASE_URL: url }).databaseUrl, url);
    });

  test("names every fault at once", () => {
    const message = faultsOf({
      PORT: "x",
      ALLOWED_ORIGINS: "https://shop.example/",
      LINK_TTL_MS: "0",
      REQUEST_WEBHOOK_SECRET: undefined,
    });

    for (const name of ["PORT", "ALLOWED_ORIGINS", "LINK_TTL_MS", "REQUEST_WEBHOOK_SECRET"])
      assert.match(message, new RegExp(`\\n {2}${name} `));
  });

  const faults: [string, Record<string, string>, RegExp][] = [
    ["an empty secret", { REQUEST_WEBHOOK_SECRET: "" }, /REQUEST_WEBHOOK_SECRET/],
    ["a blank secret beside a good one", { REQUEST_WEBHOOK_SECRET: "good, " }, /REQUEST_WEBHOOK_SECRET/],
    ["an origin with a path", { ALLOWED_ORIGINS: "https://shop.example/pay" }, /ALLOWED_ORIGINS/],
    ["a star as origin", { ALLOWED_ORIGINS: "*" }, /ALLOWED_ORIGINS/],
    ["a wallet that is none", { REQUEST_PAYEE: "0x12" }, /REQUEST_PAYEE/],
    ["a token that no header can hold", { ADMIN_TOKEN: "correct horse battery staple" }, /ADMIN_TOKEN/],
    ["a token with a line end", { ADMIN_TOKEN: "0123456789abcdef\n" }, /ADMIN_TOKEN/],
    ["a short offer secret", { OFFER_SECRET: "short" }, /OFFER_SECRET/],
    ["amounts without bounds", { OPEN_AMOUNTS: "USDC-base" }, /OPEN_AMOUNTS/],
    [
      "amounts in another currency than the links",
      { OPEN_AMOUNTS: "EURC-base:1-5", REQUEST_CURRENCY: "USDC-base" },
      /OPEN_AMOUNTS EURC-base/,
    ],
    ["another database", { DATABASE_URL: "mysql://x" }, /DATABASE_URL/],
    ["a database URL that is none", { DATABASE_URL: "postgres://a:b@[x/y" }, /DATABASE_URL/],
    ["a currency without a wallet", { REQUEST_CURRENCY: "USDC-base", REQUEST_PAYEE: "" }, /REQUEST_PAYEE/],
    ["a catalog in another currency", { REQUEST_CURRENCY: "USDC-polygon" }, /sticker is priced in USDC-base/],
  ];
  for (const [name, changes, expected] of faults) {
    // input: W6
    test(`refuses ${name}`, () => {
      assert.match(faultsOf(changes), expected);
    });
  }

  test("does not repeat a secret in its message", () => {
    assert.doesNotMatch(faultsOf({ REQUEST_WEBHOOK_SECRET: "hush-hush,", PORT: "x" }), /hush/);
  });

  const catalogs: [string, unknown, RegExp][] = [
    ["is no JSON", "{", /no JSON/],
    [
      "has a product without a price",
      { products: [{ id: "a", title: "A", currency: "USDC-base" }] },
      /products\.0\.amount/,
    ],
    [
      "has a price of 0",
      { products: [{ id: "a", title: "A", amount: "0", currency: "USDC-base" }] },
      /above 0/,
    ],
    [
      "has a price with too many decimals",
      { products: [{ id: "a", title: "A", amount: "1.0000001", currency: "USDC-base" }] },
      /6 decimals/,
    ],
    ["has a product twice", { products: [CATALOG.products[0], CATALOG.products[0]] }, /twice/],
    ["has a field that is not known", { products: [{ ...CATALOG.products[0], price: "1" }] }, /price/],
  ];
  for (const [name, content, expected] of catalogs) {
    test(`refuses a catalog that ${name}`, () => {
      const text = typeof content === "string" ? content : JSON.stringify(content);

      assert.match(
        faultsOf({}, () => text),
        expected,
      );
    });
  }

  test("refuses a catalog that cannot be read", () => {
    assert.match(
      faultsOf({}, () => {
        throw new Error("ENOENT");
      }),
      /CATALOG_FILE catalog\.json: ENOENT/,
    );
  });
});
