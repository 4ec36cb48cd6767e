import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseCatalog } from "../../server/catalog/catalog.ts";
import { type Assortment, type Price, priceOf } from "../../server/catalog/price.ts";
import type { OpenCheckout } from "../../server/contract/contract.ts";
import { ApiError } from "../../server/http/errors.ts";
import { CATALOG, SHOP } from "../helpers/companion.ts";
import { inAnHour, jwt, OFFER_SECRET, offer } from "../helpers/offers.ts";

const ASSORTMENT: Assortment = {
  catalog: parseCatalog(JSON.stringify(CATALOG)),
  offerSecrets: [OFFER_SECRET],
  openAmounts: [
    { currency: "USDC-base", min: "1", max: "500" },
    { currency: "EURC-base", min: "2", max: "2" },
  ],
  requestCurrency: undefined,
};

interface Options {
  assortment?: Partial<Assortment>;
  origin?: string | null;
}

function ask(purchase: Partial<OpenCheckout>, { assortment, origin = SHOP }: Options = {}): Promise<Price> {
  const body = { id: crypto.randomUUID(), ...purchase };
  return priceOf(body, { ...ASSORTMENT, ...assortment }, { origin, now: Date.now() });
}

/** The code of a refusal, its first field, and what is wrong with that. */
async function refusal(purchase: Partial<OpenCheckout>, options?: Options): Promise<string> {
  const error = await ask(purchase, options).then(
    (price) => assert.fail(`it costs ${JSON.stringify(price)}`),
    (error: unknown) => error,
  );
  if (!(error instanceof ApiError)) throw error;
  const [[field, fault] = []] = Object.entries(error.fields ?? {});
  return `${error.code} ${field}: ${fault}`;
}

describe("a product", () => {
  test("costs what the catalog says, times the quantity, which is one", async () => {
    assert.deepEqual(await ask({ product: "sticker", quantity: 5 }), {
      amount: "50",
      currency: "USDC-base",
      source: "catalog",
      product: { id: "sticker", quantity: 5 },
      title: "Sticker",
    });
    assert.equal((await ask({ product: "sticker" })).amount, "10");
    assert.equal((await ask({ product: "mug", quantity: 1_000_000 })).amount, "100000");
  });

  const refused: [Partial<OpenCheckout>, string][] = [
    [{ product: "sticker", quantity: 6 }, "invalid_request quantity: must be at most 5"],
    [{ product: "pen" }, "unknown_product product: is not in the catalog"],
    [{ product: "sticker", offer: "x.y.z" }, "invalid_request offer: must not stand beside product"],
    [{ product: "sticker", amount: "1" }, "invalid_request amount: must not stand beside product"],
    [
      { product: "sticker", currency: "USDC-base" },
      "invalid_request currency: must not stand beside product",
    ],
    [{ quantity: 1 }, "invalid_request quantity: needs a product"],
    [{ quantity: 1, offer: "x.y.z" }, "invalid_request quantity: needs a product"],
    [{}, "amount_not_allowed product: name a product, or send an offer"],
  ];
  for (const [purchase, expected] of refused) {
    test(`of ${JSON.stringify(purchase)} is refused: ${expected}`, async () => {
      assert.equal(await refusal(purchase), expected);
    });
  }
});

describe("an offer", () => {
  test("says price, title and reference itself, and is used once where it has a reference", async () => {
    const plain = await ask({ offer: await offer({ title: "Order 17" }) });
    const single = await ask({ offer: await offer({ reference: "R" }) });
    const reusable = await ask({ offer: await offer({ reference: "R", reusable: true }) });
    const not = await ask({ offer: await offer({ reference: "R", reusable: false }) });

    assert.deepEqual(plain, {
      amount: "12.5",
      currency: "USDC-base",
      source: "offer",
      title: "Order 17",
      reference: undefined,
      singleUse: undefined,
    });
    assert.deepEqual([single.reference, typeof single.singleUse], ["R", "string"]);
    assert.deepEqual([reusable.reference, reusable.singleUse], ["R", undefined]);
    assert.equal(typeof not.singleUse, "string");
  });

  test("that is private says so, and no other", async () => {
    const isPrivate = async (fields: object) => (await ask({ offer: await offer(fields) })).isPrivate;

    assert.deepEqual(
      [await isPrivate({ private: true }), await isPrivate({ private: false }), await isPrivate({})],
      [true, undefined, undefined],
    );
  });

  test("leaves a page its own words where it has no reference", async () => {
    const purchase = { offer: await offer(), reference: "mine", payerIdentifier: "ann" };

    assert.equal((await ask(purchase)).reference, undefined);
  });

  for (const field of ["reference", "payerIdentifier"] as const) {
    test(`with a reference refuses a page's ${field}`, async () => {
      const expected = `invalid_request ${field}: must not stand beside an offer that carries a reference`;

      assert.equal(await refusal({ offer: await offer({ reference: "R" }), [field]: "mine" }), expected);
    });
  }

  for (const [field, value] of [
    ["amount", "1"],
    ["currency", "USDC-base"],
  ] as const) {
    test(`refuses ${field} beside it`, async () => {
      const expected = `invalid_request ${field}: must not stand beside offer`;

      assert.equal(await refusal({ offer: await offer(), [field]: value }), expected);
    });
  }

  test("for an origin is refused to pages of another, and where there is no page", async () => {
    const signed = await offer({ origin: SHOP });
    const expected = "invalid_offer offer: was made for pages of another origin";

    assert.equal((await ask({ offer: signed })).amount, "12.5");
    assert.equal(await refusal({ offer: signed }, { origin: "https://other.example" }), expected);
    assert.equal(await refusal({ offer: signed }, { origin: null }), expected);
    assert.equal((await ask({ offer: await offer() }, { origin: null })).amount, "12.5");
  });

  test("in another currency than the links' is refused", async () => {
    const eurc = { offer: await offer({ currency: "EURC-base" }) };
    const only = (requestCurrency: string) => ({ assortment: { requestCurrency } });

    assert.match(
      await refusal(eurc, only("USDC-base")),
      /asks for EURC-base, and links here are made in USDC-base/,
    );
    assert.equal((await ask(eurc, only("EURC-base"))).currency, "EURC-base");
    assert.equal((await ask(eurc)).currency, "EURC-base");
  });

  const claims = { amount: "1", currency: "USDC-base", jti: "a", exp: inAnHour() };
  const told: [string, object, RegExp][] = [
    ["that never ends", { exp: undefined }, /its exp is not valid$/],
    ["without an id", { jti: undefined }, /its jti is not valid$/],
    ["of nothing", { amount: "0" }, /amount must be above 0$/],
    ["with a claim that nobody knows", { once: true }, /once/],
    ["with a number for an amount", { amount: 1 }, /: amount /],
  ];
  for (const [name, changes, expected] of told) {
    test(`${name} tells who has signed it what is wrong, by whichever secret`, async () => {
      const assortment = { offerSecrets: [OFFER_SECRET, "another-secret-of-more-than-32-characters"] };

      assert.match(await refusal({ offer: jwt({ ...claims, ...changes }) }, { assortment }), expected);
    });
  }

  test("of a stranger's is told no more than that", async () => {
    const signed = jwt(
      { ...claims, amount: "0" },
      { secret: "a-stranger's-secret-of-32-characters-and-more" },
    );

    assert.match(
      await refusal({ offer: signed }),
      /is not signed by this companion's secret, or was changed$/,
    );
  });
});

describe("an open amount", () => {
  test("may be anything between its bounds, both included, and nothing beside them", async () => {
    for (const amount of ["1", "1.0", "500", "12.345678"])
      assert.equal((await ask({ amount, currency: "USDC-base" })).source, "open");
    assert.equal((await ask({ amount: "2.000", currency: "EURC-base" })).amount, "2");
    for (const amount of ["0.999999", "500.000001"])
      assert.equal(
        await refusal({ amount, currency: "USDC-base" }),
        "invalid_request amount: must be 1 to 500",
      );
  });

  const refused: [Partial<OpenCheckout>, string][] = [
    [{ amount: "1" }, "invalid_request currency: is needed beside the other one"],
    [{ currency: "USDC-base" }, "invalid_request amount: is needed beside the other one"],
    [
      { amount: "1", currency: "FAU-base" },
      "amount_not_allowed currency: must be one of USDC-base, EURC-base",
    ],
    [{ amount: "1.0000001", currency: "USDC-base" }, "invalid_request amount: USDC-base has 6 decimals"],
    [{ amount: "0", currency: "USDC-base" }, "invalid_request amount: must be above 0"],
  ];
  for (const [purchase, expected] of refused) {
    test(`of ${JSON.stringify(purchase)} is refused: ${expected}`, async () => {
      assert.equal(await refusal(purchase), expected);
    });
  }

  test("is refused where the merchant has opened none, naming what was sent", async () => {
    const none = { assortment: { openAmounts: [] } };
    const fault = "the price is the merchant's";

    assert.equal(
      await refusal({ amount: "1", currency: "USDC-base" }, none),
      `amount_not_allowed amount: ${fault}`,
    );
    assert.equal(await refusal({ currency: "USDC-base" }, none), `amount_not_allowed currency: ${fault}`);
  });

  test("has no right to say whose reference it is: that is the page's word", async () => {
    assert.equal((await ask({ amount: "1", currency: "USDC-base", reference: "R" })).reference, undefined);
  });
});
