import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { purchase } from "../helpers/companion.ts";
import { runOnBothEngines } from "../helpers/database.ts";
import { STRANGER } from "../helpers/events.ts";
import { CLIENT_ID, REGISTRATIONS, refused, startWithUpstream as start } from "../helpers/registrations.ts";
import type { UpstreamRequest } from "../helpers/upstream.ts";

runOnBothEngines();

describe("a link that a page has made is read before it is registered", () => {
  test("and registered with what was found, so that its URL may be shown", async (t) => {
    const { companion, upstream, buy } = await start(t);
    const body = buy();

    const { status } = await companion.open(body);

    assert.equal(status, 201);
    assert.deepEqual(upstream.calls.filter((call) => !call.includes("/v2/payments")).sort(), [
      `GET /v2/request/${body.link.requestIds[0]}`,
      `GET /v2/secure-payments/${body.link.token}`,
    ]);
    const { body: checkout } = await companion.get(`/v1/checkouts/${body.id}`);
    assert.equal(checkout.securePaymentUrl, body.link.securePaymentUrl);
  });

  const cases: [string, Partial<UpstreamRequest>, string][] = [
    ["A3: pays another wallet", { payee: STRANGER }, "link_wrong_payee"],
    ["asks for another token", { currency: "USDT-base" }, "link_wrong_currency"],
    [
      "asks for the token on another network",
      { currency: "USDC-matic", network: "matic" },
      "link_wrong_network",
    ],
    ["asks for less than the price", { amount: "9" }, "link_below_price"],
    ["A4: belongs to other request ids", { link: { requestIds: ["01OTHER"] } }, "link_other_request"],
    ["is a batch", { link: { paymentType: "batch" } }, "link_not_single"],
    ["pays money out", { link: { flow: "outgoing" } }, "link_pays_out"],
  ];
  for (const [name, request, code] of cases) {
    test(`and refused where it ${name}, as often as it is posted`, async (t) => {
      const { companion, upstream, buy } = await start(t);
      const body = buy(request);

      assert.equal(await refused(companion, body), code);
      assert.equal((await companion.get(`/v1/checkouts/${body.id}`)).status, 404);
      const calls = upstream.calls.length;
      assert.equal(await refused(companion, body), code);
      assert.equal(upstream.calls.length, calls);
    });
  }

  for (const form of ["0.13", "0.31"] as const) {
    test(`A3: refused by one read alone, in the form of ${form}`, async (t) => {
      const environment = form === "0.31" ? { REQUEST_API_KEY: "k" } : CLIENT_ID;
      const { companion, buy } = await start(t, { form, environment });

      assert.equal(await refused(companion, buy({ payee: STRANGER })), "link_wrong_payee");
    });
  }

  test("and a link that was too cheap for one product is registered for another", async (t) => {
    const { companion, buy } = await start(t);
    const body = buy({ amount: "0.1" });
    assert.equal(await refused(companion, body), "link_below_price");

    const { status } = await companion.open({ ...body, product: "mug" });

    assert.equal(status, 201);
  });

  test("and money that came between a refusal and the registration is for the merchant to see", async (t) => {
    const { companion, upstream, buy } = await start(t, { form: "0.13" });
    const body = buy({ amount: "0.1" });
    assert.equal(await refused(companion, body), "link_below_price");
    upstream.pay(body.link.requestIds[0] as string, Date.now());

    const { status, body: checkout } = await companion.open({ ...body, product: "mug" });

    assert.equal(status, 201);
    assert.deepEqual([checkout.status, checkout.reason], ["review", "paid_before_registration"]);
  });

  test("and refused without a read where its id is one of Request Network's tests", async (t) => {
    const { companion, upstream } = await start(t, { environment: {} });
    const { link, ...rest } = purchase();
    const requestIds = ["req_test123456789abcdef"];

    assert.equal(await refused(companion, { ...rest, link: { ...link, requestIds } }), "link_is_test");
    assert.deepEqual(upstream.calls, []);
  });

  test("and not refused for money that is there already: that is for the merchant to see", async (t) => {
    const { companion, upstream, buy } = await start(t);
    const body = buy();
    upstream.pay(body.link.requestIds[0] as string, Date.now() - 24 * 60 * 60_000);

    const { status, body: checkout } = await companion.open(body);

    assert.equal(status, 201);
    assert.equal(checkout.status, "review");
    assert.equal(checkout.reason, "paid_before_registration");
    assert.equal(checkout.securePaymentUrl, null);
  });

  test("but no payer waits for a read that does not come", async (t) => {
    const { companion, upstream, buy } = await start(t, { registrationReadMs: 20 });
    const go = upstream.hold();
    t.after(() => go());
    const body = buy({ payee: STRANGER });

    const { status, body: checkout } = await companion.open(body);

    assert.equal(status, 201);
    assert.equal(checkout.securePaymentUrl, body.link.securePaymentUrl);
    assert.equal((await companion.get(`/v1/checkouts/${body.id}`)).body.securePaymentUrl, null);
  });

  test("and not read where the companion has no credentials", async (t) => {
    const { companion, upstream, buy } = await start(t, { environment: {} });

    assert.equal((await companion.open(buy())).status, 201);
    assert.deepEqual(upstream.calls, []);
  });

  test("and read once, however often the same registration arrives at once", async (t) => {
    let places = 0;
    const registration = async () => {
      places += 1;
      return true;
    };
    const { companion, buy } = await start(t, { limiter: { ...REGISTRATIONS, registration } });
    const body = buy();

    const answers = await Promise.all(Array.from({ length: 20 }, () => companion.open(body)));

    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    assert.equal(places, 2);
  });
});

test("a link that the companion creates waits for no read", async (t) => {
  const { companion, upstream } = await start(t, {
    limiter: { ...REGISTRATIONS, registration: () => new Promise(() => {}) },
  });

  const { status } = await companion.open(purchase({ link: undefined }));

  assert.equal(status, 201);
  assert.deepEqual(upstream.calls, ["POST /v2/secure-payments"]);
});

test("calls for payers are shared out by the network of their client address", async (t) => {
  const clients: (string | undefined)[] = [];
  const { companion } = await start(t, {
    limiter: { ...REGISTRATIONS, payer: async (client) => void clients.push(client) },
    environment: { ...CLIENT_ID, TRUST_PROXY: "127.0.0.1" },
  });

  for (const address of ["2001:db8:1:2::1", "2001:db8:1:2::2", "203.0.113.8", "203.0.113.9"])
    await companion.open(purchase({ link: undefined }), { "x-forwarded-for": address });

  assert.equal(clients.length, 4);
  assert.equal(new Set(clients).size, 3);
  assert.equal(clients[0], clients[1]);
  assert.doesNotMatch(clients.join(), /203|2001/);
});
