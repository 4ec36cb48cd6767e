import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ErrorBodySchema } from "../../server/contract/contract.ts";
import { type Answer, type purchase, SHOP } from "../helpers/companion.ts";
import { runOnBothEngines } from "../helpers/database.ts";
import { paymentEvent, userEvent } from "../helpers/events.ts";
import { startOfferCompanion as start } from "../helpers/offer-companion.ts";
import { inAnHour, jwt, OFFER_SECRET, offer } from "../helpers/offers.ts";
import { shared } from "../helpers/shared.ts";

runOnBothEngines();

const WEEK = 7 * 24 * 60 * 60_000;

function codeOf({ status, body }: Answer): string {
  return `${status} ${ErrorBodySchema.parse(body).error.code}`;
}

/** One for all that is refused. */
const refusing = shared((t) => start(t));

describe("an offer", () => {
  test("decides price and reference, and says so to the merchant", async (t) => {
    const { open, order } = await start(t);

    const { status, body } = await open(await offer({ reference: "ORDER-17", title: "Order 17" }));

    const { priceSource, reference, referenceSource, title, product } = await order(String(body.id));
    assert.equal(status, 201);
    assert.deepEqual([body.amount, body.currency], ["12.5", "USDC-base"]);
    assert.deepEqual(
      [priceSource, reference, referenceSource, title, product],
      ["offer", "ORDER-17", "offer", "Order 17", null],
    );
  });

  test("leaves a page's reference a page's word where it carries none itself", async (t) => {
    const { open, order } = await start(t);

    const { body } = await open(await offer(), { reference: "mine", payerIdentifier: "me" });

    const { reference, referenceSource, payerIdentifierSource } = await order(String(body.id));
    assert.deepEqual([reference, referenceSource, payerIdentifierSource], ["mine", "page", "page"]);
  });

  test("may be signed in any language", async (t) => {
    const { open } = await start(t);

    const signed = jwt({ amount: "3", currency: "USDC-base", exp: inAnHour(), jti: "a" });

    assert.equal((await open(signed)).status, 201);
  });

  test("of the secret before is good while both are configured, and bad afterwards", async (t) => {
    const old = "the-secret-before-this-one-of-32-characters";
    const both = await start(t, { OFFER_SECRET: `${OFFER_SECRET},${old}` });
    const one = await start(t);
    const signed = await offer({}, old);

    assert.equal((await both.open(signed)).status, 201);
    assert.equal(codeOf(await one.open(signed)), "400 invalid_offer");
  });

  // input: C2
  test("for one origin is refused to pages of another", async (t) => {
    const other = "https://other.example";
    const { open } = await start(t, { ALLOWED_ORIGINS: `${SHOP},${other}` });
    const signed = await offer({ origin: SHOP });

    assert.equal(codeOf(await open(signed, {}, { origin: other })), "400 invalid_offer");
    assert.equal((await open(signed)).status, 201);
  });
});

// input: C2
describe("an offer is refused", () => {
  const claims = { amount: "12.50", currency: "USDC-base", jti: "a" };
  const exp = inAnHour();
  const bad: [string, () => string | Promise<string>, string][] = [
    ["that is over", () => jwt({ ...claims, exp: exp - 7200 }), "offer_expired"],
    ["that was changed", async () => changed(await offer()), "invalid_offer"],
    ["of another secret", () => offer({}, "a-stranger's-secret-of-32-characters-and-more"), "invalid_offer"],
    ["with alg none", () => jwt({ ...claims, exp }, { header: { alg: "none" } }), "invalid_offer"],
    ["with another algorithm", () => jwt({ ...claims, exp }, { header: { alg: "HS512" } }), "invalid_offer"],
    ["that never ends", () => jwt(claims), "invalid_offer"],
    ["without an id", () => jwt({ ...claims, jti: undefined, exp }), "invalid_offer"],
    ["of nothing", () => jwt({ ...claims, exp, amount: "0" }), "invalid_offer"],
    ["finer than its currency", () => jwt({ ...claims, exp, amount: "0.0000001" }), "invalid_offer"],
    ["with a number for an amount", () => jwt({ ...claims, exp, amount: 12.5 }), "invalid_offer"],
    ["with a claim that nobody knows", () => jwt({ ...claims, exp, once: false }), "invalid_offer"],
    ["that is no JWT", () => "x.y.z", "invalid_offer"],
    ["that is an empty JWT", () => "..", "invalid_offer"],
  ];
  for (const [name, make, code] of bad) {
    test(name, async () => {
      const { open } = refusing();

      const answer = await open(await make());

      assert.equal(codeOf(answer), `400 ${code}`);
      assert.ok(ErrorBodySchema.parse(answer.body).error.fields?.offer);
    });
  }

  test("by a companion that signs none", async (t) => {
    const { open } = await start(t, { OFFER_SECRET: undefined });

    assert.equal(codeOf(await open(await offer())), "400 invalid_offer");
  });

  // input: C2
  test("in another currency than the companion's links", async (t) => {
    const { open } = await start(t, { REQUEST_CURRENCY: "USDC-base" });

    assert.equal(codeOf(await open(await offer({ currency: "EURC-base" }))), "400 invalid_offer");
    assert.equal((await open(await offer())).status, 201);
  });

  for (const [field, value] of Object.entries({
    amount: "1",
    currency: "USDC-base",
    product: "sticker",
    quantity: 2,
  })) {
    // input: C1
    test(`beside ${field}`, async () => {
      const { open } = refusing();

      assert.equal(codeOf(await open(await offer(), { [field]: value })), "400 invalid_request");
    });
  }

  for (const field of ["reference", "payerIdentifier"]) {
    // input: C15
    test(`that carries a reference, beside a page's ${field}`, async () => {
      const { open } = refusing();

      const answer = await open(await offer({ reference: "ORDER-17" }), { [field]: "mine" });

      assert.equal(codeOf(answer), "400 invalid_request");
      assert.ok(ErrorBodySchema.parse(answer.body).error.fields?.[field]);
    });
  }
});

describe("an offer with a reference", () => {
  // input: C3
  test("holds for one checkout at a time, while it is open and once it is paid", async (t) => {
    const { companion, open } = await start(t);
    const signed = await offer({ reference: "ORDER-17" });
    const first = await open(signed);

    const whileOpen = await open(signed);
    await companion.deliver(paid(first.request, "12.5"));
    const oncePaid = await open(signed);

    assert.equal((await companion.get(`/v1/checkouts/${first.body.id}`)).body.status, "paid");
    assert.deepEqual([codeOf(whileOpen), codeOf(oncePaid)], ["409 offer_used", "409 offer_used"]);
  });

  test("answers the same call again with the same checkout", async (t) => {
    const { companion, open, later } = await start(t);
    const { request } = await open(await offer({ reference: "ORDER-17" }));
    later(2 * 24 * 60 * 60_000);

    const { status, body } = await companion.open(request);

    assert.equal(status, 200, "even though the offer is over by now");
    assert.equal(body.id, request.id);
  });

  test("is free again once its checkout has expired", async (t) => {
    const { open, later } = await start(t);
    const signed = jwt({ ...CLAIMS, exp: inAnHour() + WEEK, reference: "ORDER-17" });
    await open(signed);
    later(WEEK);

    assert.equal((await open(signed)).status, 201);
  });

  test("and whose expired checkout is paid after all belongs to whoever has it now", async (t) => {
    const { companion, open, later } = await start(t);
    const signed = jwt({ ...CLAIMS, exp: inAnHour() + WEEK, reference: "ORDER-17" });
    const first = await open(signed);
    later(WEEK);
    const second = await open(signed);

    const answer = await companion.deliver(paid(first.request, "10"));
    const named = await companion.deliver(
      userEvent(second.request.link.requestIds[0] as string, "wallet_connected"),
    );

    assert.deepEqual([answer.status, named.status], [200, 200]);
    assert.equal((await companion.get(`/v1/checkouts/${first.body.id}`)).body.status, "paid");
    assert.equal(codeOf(await open(signed)), "409 offer_used");
  });

  // input: C3
  test("fifty times at once makes one checkout", async (t) => {
    const { open } = await start(t);
    const signed = await offer({ reference: "ORDER-17" });

    const answers = await Promise.all(Array.from({ length: 50 }, () => open(signed)));

    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    assert.equal(answers.filter(({ status }) => status === 409).length, 49);
  });

  test("may say that it can be used again and again, as may one without a reference", async (t) => {
    const { open } = await start(t);

    for (const signed of [await offer({ reference: "TEA", reusable: true }), await offer()])
      assert.deepEqual([(await open(signed)).status, (await open(signed)).status], [201, 201]);
  });

  test("is let go of by a checkout whose link could not be created", async (t) => {
    const { open, later } = await start(t, { REQUEST_API_URL: "http://127.0.0.1:9" });
    const signed = await offer({ reference: "ORDER-17" });
    const broken = await open(signed, { link: undefined });
    const atOnce = await open(signed);
    later(61_000);

    assert.equal(codeOf(broken), "502 payment_service_failed");
    assert.equal(codeOf(atOnce), "409 offer_used");
    assert.equal((await open(signed)).status, 201);
  });
});

const CLAIMS = { amount: "10", currency: "USDC-base", jti: "once" };

/** The whole price has arrived, now. */
function paid({ link }: ReturnType<typeof purchase>, amount: string) {
  return paymentEvent(link.requestIds[0] as string, {
    amount,
    totalAmountPaid: amount,
    expectedAmount: amount,
    timestamp: new Date().toISOString(),
  });
}

/** The same signature under a lower price. */
function changed(signed: string): string {
  const [header, , signature] = signed.split(".");
  const [, claims] = jwt({ amount: "0.01", currency: "USDC-base", exp: inAnHour(), jti: "a" }).split(".");
  return `${header}.${claims}.${signature}`;
}
