import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CheckoutSchema, ErrorBodySchema } from "../../server/contract/contract.ts";
import { openLinked, purchase, SHOP, startCompanion } from "../helpers/companion.ts";
import { DAY, NOW, userEvent } from "../helpers/events.ts";
import { shared } from "../helpers/shared.ts";

const clock = () => NOW;

/** One for all: each test opens checkouts of its own. */
const open = shared((t) => startCompanion(t, { clock }));

describe("POST /v1/checkouts with a link", () => {
  test("answers 201 with the checkout, at the catalog's price", async () => {
    const companion = open();
    const body = purchase({ quantity: 3, reference: "order-7" });

    const { status, body: checkout } = await companion.open(body);

    assert.equal(status, 201);
    assert.deepEqual(CheckoutSchema.parse(checkout), checkout);
    assert.deepEqual(checkout, {
      id: body.id,
      status: "pending",
      amount: "30",
      currency: "USDC-base",
      amountPaid: "0",
      securePaymentUrl: body.link.securePaymentUrl,
      expiresAt: new Date(NOW + 7 * DAY).toISOString(),
      updatedAt: new Date(NOW).toISOString(),
    });
  });

  test("multiplies exactly where floats would not", async () => {
    const companion = open();

    const { body } = await companion.open(purchase({ product: "mug", quantity: 3 }));

    assert.equal(body.amount, "0.3");
  });

  test("answers the same id and body again with 200 and the same checkout, in whatever order of fields", async () => {
    const companion = open();
    const body = purchase();
    const first = await companion.open(body);

    const again = await companion.open(Object.fromEntries(Object.entries(body).reverse()));

    assert.equal(again.status, 200);
    assert.deepEqual(again.body, first.body);
  });

  test("an id is the same in whatever case", async () => {
    const companion = open();
    const body = purchase();
    await companion.open({ ...body, id: body.id.toUpperCase() });

    assert.equal((await companion.open(body)).status, 200);
    assert.equal((await companion.get(`/v1/checkouts/${body.id.toUpperCase()}`)).body.id, body.id);
  });

  test("refuses the same id with another body", async () => {
    const companion = open();
    const body = purchase();
    await companion.open(body);

    const { status, body: answer } = await companion.open({ ...body, quantity: 2 });

    assert.equal(status, 409);
    assert.equal(ErrorBodySchema.parse(answer).error.code, "id_conflict");
  });

  // input: C9
  test("gives a request id and a token to one checkout for ever", async () => {
    const companion = open();
    const { body } = await openLinked(companion);
    const other = purchase();

    const sameRequest = await companion.open({
      ...other,
      link: { ...other.link, requestIds: body.link.requestIds },
    });
    const sameToken = await companion.open({
      ...body,
      id: other.id,
      link: { ...body.link, requestIds: other.link.requestIds },
    });

    for (const { status, body: answer } of [sameRequest, sameToken]) {
      assert.equal(status, 409);
      assert.equal(ErrorBodySchema.parse(answer).error.code, "link_claimed");
    }
  });

  // input: C13
  test("hides the pay URL from everybody else until the link is proven", async () => {
    const companion = open();
    const { id, requestId, token, body } = await openLinked(companion);

    const before = await companion.get(`/v1/checkouts/${id}`);
    await companion.deliver({ event: "secure_payment.user_event", userEvent: "wallet_connected", requestId });
    const named = await companion.get(`/v1/checkouts/${id}`);
    await companion.deliver(userEvent(requestId, "wallet_connected", { securePaymentToken: token }));
    const after = await companion.get(`/v1/checkouts/${id}`);

    assert.equal(before.body.securePaymentUrl, null);
    assert.equal(named.body.securePaymentUrl, null, "a word for the request is none for the URL");
    assert.equal(after.body.securePaymentUrl, body.link.securePaymentUrl);
  });
});

describe("POST /v1/checkouts refuses", () => {
  const refused: [string, Record<string, unknown>, string, string][] = [
    ["an amount beside a product", { amount: "1", currency: "USDC-base" }, "invalid_request", "amount"],
    ["a currency beside a product", { currency: "USDC-base" }, "invalid_request", "currency"],
    [
      "an amount alone",
      { product: undefined, amount: "1", currency: "USDC-base" },
      "amount_not_allowed",
      "amount",
    ],
    ["nothing to buy", { product: undefined }, "amount_not_allowed", "product"],
    ["an unknown product", { product: "nothing" }, "unknown_product", "product"],
    ["a quantity of 0", { quantity: 0 }, "invalid_request", "quantity"],
    ["a negative quantity", { quantity: -1 }, "invalid_request", "quantity"],
    ["half a piece", { quantity: 1.5 }, "invalid_request", "quantity"],
    ["more than can be bought at once", { quantity: 6 }, "invalid_request", "quantity"],
    ["a field that it does not know", { status: "paid" }, "invalid_request", "status"],
    ["an id that is no UUID", { id: "7" }, "invalid_request", "id"],
    ["a reference with control characters", { reference: "a\u0000b" }, "invalid_request", "reference"],
    ["a reference with direction marks", { reference: "a\u202eb" }, "invalid_request", "reference"],
    ["a reference of blanks", { reference: " \u00a0 " }, "invalid_request", "reference"],
    ["a reference with blanks that nobody sees", { reference: "a\u200bb" }, "invalid_request", "reference"],
    ["a reference with half a character", { reference: "a\ud83d" }, "invalid_request", "reference"],
    ["a label for a way back that is none", { returnLabel: "Back" }, "invalid_request", "returnLabel"],
    ["a reference of 256 characters", { reference: "x".repeat(256) }, "invalid_request", "reference"],
    [
      "nine request ids in one link",
      { link: { ...purchase().link, requestIds: [..."abcdefghi"] } },
      "invalid_request",
      "link.requestIds",
    ],
  ];
  for (const [name, changes, code, field] of refused) {
    // input: C1 C12 C18
    test(`${name}: ${code}`, async () => {
      const companion = open();

      const { status, body } = await companion.open(purchase(changes));

      const { error } = ErrorBodySchema.parse(body);
      assert.equal(status, 400);
      assert.equal(error.code, code);
      assert.ok(error.fields?.[field], `names ${field}: ${JSON.stringify(error.fields)}`);
    });
  }

  // input: C7
  test("prototype keys, and leaves prototypes alone", async () => {
    const { url } = open();

    const response = await fetch(`${url}/v1/checkouts`, {
      method: "POST",
      headers: { origin: SHOP, "content-type": "application/json" },
      body: `{"__proto__":{"polluted":true},${JSON.stringify(purchase()).slice(1)}`,
    });

    assert.equal(response.status, 400);
    assert.equal("polluted" in {}, false);
  });

  // input: C6
  test("text and forms", async () => {
    const companion = open();
    for (const type of ["text/plain", "application/x-www-form-urlencoded"]) {
      const { status, body } = await companion.open(purchase(), { "content-type": type });

      assert.equal(status, 415);
      assert.equal(ErrorBodySchema.parse(body).error.code, "unsupported_media_type");
    }
  });

  // input: C6
  test("a packed body", async () => {
    const companion = open();

    const { status, body } = await companion.open(purchase(), { "content-encoding": "gzip" });

    assert.equal(status, 415);
    assert.equal(ErrorBodySchema.parse(body).error.code, "unsupported_media_type");
  });

  // input: C17
  test("more than 8 KiB", async () => {
    const companion = open();

    const { status, body } = await companion.open(purchase({ reference: "x".repeat(9000) }));

    assert.equal(status, 413);
    assert.equal(ErrorBodySchema.parse(body).error.code, "too_large");
  });
});
