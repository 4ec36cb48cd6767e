import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { BEARER, calibrationOf, startCalibrating, statusOf } from "../../helpers/calibrating-companion.ts";
import { openLinked, purchase, type TestCompanion } from "../../helpers/companion.ts";
import { newDatabase } from "../../helpers/database.ts";
import { DAY, NOW, PAYEE, STRANGER } from "../../helpers/events.ts";
import { eventually } from "../../helpers/eventually.ts";
import { FORM_013, FORM_031, startFakeUpstream } from "../../helpers/fake-upstream.ts";

const MINUTE = 60_000;
const UNAUTHORIZED = [401, { statusCode: 401, message: "no" }] as [number, unknown];

/** What an order's calibration facts say, oldest first. */
async function factsOf(companion: TestCompanion, id: string): Promise<Record<string, unknown>[]> {
  const { body } = await companion.get(`/v1/orders/${id}`, BEARER);
  const facts = body.facts as { kind: string; source: string; says: Record<string, unknown> }[];
  return facts.filter(({ kind }) => kind === "calibration").map(({ says }) => says);
}

async function setUp(t: TestContext, form = FORM_031) {
  let now = NOW;
  const upstream = await startFakeUpstream(t, form);
  const databaseUrl = await newDatabase(t);
  const start = (environment: Record<string, string | undefined> = {}) =>
    startCalibrating(t, upstream, { clock: () => now, databaseUrl, environment });
  return { upstream, start, pass: (ms: number) => (now += ms) };
}

describe("a companion calibrates at its start", () => {
  test("with one link over an odd amount, which it reads by token, by id and in the list", async (t) => {
    const { upstream, start } = await setUp(t);
    const companion = await start();
    const { problems, triedAt, nextTryAt, learnedAt, ...learned } = await calibrationOf(companion, "learned");

    assert.deepEqual(learned, {
      state: "learned",
      payee: PAYEE.toLowerCase(),
      currency: "USDC-base",
      linkUnit: "human",
      tokenReads: "open",
      namesPayee: true,
      form: "0.31",
    });
    assert.deepEqual([problems, triedAt, learnedAt], [[], new Date(NOW).toISOString(), triedAt]);
    assert.equal(nextTryAt, new Date(NOW + DAY).toISOString());
    assert.match(upstream.links[0]?.amount ?? "", /^0\.01[1-9]{4}$/);
    assert.deepEqual(upstream.links[0]?.item, { amount: upstream.links[0]?.amount });
    assert.ok(upstream.calls.includes("GET /v2/secure-payments/T1"));
  });

  test("in 0.13.0, where the list is not there and token reads are in base units", async (t) => {
    const { start } = await setUp(t, FORM_013);
    const { linkUnit, form, namesPayee } = await calibrationOf(await start(), "learned");
    assert.deepEqual([linkUnit, form, namesPayee], ["base", "0.13", true]);
  });

  test("by links in the form of its settings", async (t) => {
    const { upstream, start } = await setUp(t);
    await calibrationOf(await start({ REQUEST_CURRENCY: "USDC-base" }), "learned");
    const [{ item } = { item: {} }] = upstream.links;
    assert.deepEqual(
      { ...item, amount: undefined },
      { payee: PAYEE, amount: undefined, invoiceCurrency: "USDC-base", paymentCurrency: "USDC-base" },
    );
  });

  test("token reads are closed only where the Client ID is good elsewhere", async (t) => {
    const { upstream, start } = await setUp(t, { ...FORM_013, token: () => UNAUTHORIZED });
    const { tokenReads, namesPayee } = await calibrationOf(await start(), "learned");
    assert.deepEqual([tokenReads, namesPayee], ["closed", false]);
    assert.equal(upstream.links.length, 1);
  });

  for (const status of [404, 409, 423, 429, 500]) {
    test(`a token read that answers ${status} teaches nothing of token reads`, async (t) => {
      const { start } = await setUp(t, { ...FORM_013, token: () => [status, {}] });
      const { tokenReads, namesPayee } = await calibrationOf(await start(), "failed");
      assert.deepEqual([tokenReads, namesPayee], ["unknown", null]);
    });
  }

  test("and is ready and opens checkouts while nothing answers", async (t) => {
    const { upstream } = await setUp(t);
    const held = Promise.withResolvers<Response>();
    t.after(() => held.resolve(new Response("{}")));
    const companion = await startCalibrating(t, upstream, { fetch: () => held.promise });

    assert.equal((await companion.get("/readyz")).status, 200);
    assert.equal((await companion.open(purchase())).status, 201);
    assert.equal((await statusOf(companion)).calibration.state, "pending");
  });

  test("and not again after a restart, nor before a day is over", async (t) => {
    const { upstream, start, pass } = await setUp(t);
    const first = await start();
    await calibrationOf(first, "learned");
    await first.app.close();
    pass(DAY - 1);
    const second = await start();
    assert.equal((await calibrationOf(second, "learned")).payee, PAYEE.toLowerCase());
    assert.equal(upstream.links.length, 1);

    pass(1);
    await eventually("the next try", async () => upstream.links.length === 2);
  });

  test("tries again after 1, 5 and 30 minutes, and reads the same link again instead of making more", async (t) => {
    const { upstream, start, pass } = await setUp(t, { ...FORM_031, request: () => [500, {}] });
    const companion = await start();
    const { nextTryAt } = await calibrationOf(companion, "failed");
    assert.equal(nextTryAt, new Date(NOW + MINUTE).toISOString());

    for (const minutes of [1, 5, 30]) {
      const before = (await statusOf(companion)).calibration.triedAt;
      pass(minutes * MINUTE);
      await eventually(`a try after ${minutes} minutes`, async () => {
        const { state, triedAt } = (await statusOf(companion)).calibration;
        return state === "failed" && triedAt !== before;
      });
    }
    assert.equal(upstream.links.length, 1);
    assert.ok((await statusOf(companion)).warnings.some(({ code }) => code === "calibration_failed"));

    upstream.reads.request = FORM_031.request;
    pass(60 * MINUTE);
    const { problems } = await calibrationOf(companion, "learned");
    assert.deepEqual([problems, upstream.links.length], [[], 1]);
  });

  test("not with CALIBRATE=false, and forgets what was learned", async (t) => {
    const { upstream, start } = await setUp(t);
    const first = await start();
    await calibrationOf(first, "learned");
    await first.app.close();

    const off = await start({ CALIBRATE: "false" });
    const { id } = await openLinked(off);
    assert.deepEqual(await factsOf(off, id), []);
    assert.deepEqual((await statusOf(off)).calibration.state, "off");
    assert.equal(upstream.links.length, 1);
  });

  test("not without credentials", async (t) => {
    const { upstream, start } = await setUp(t);
    const companion = await start({ REQUEST_CLIENT_ID: undefined });
    assert.equal((await statusOf(companion)).calibration.state, "no_credentials");
    assert.deepEqual(upstream.calls, []);
  });
});

describe("what was learned reaches orders", () => {
  test("at their registration", async (t) => {
    const { start } = await setUp(t);
    const companion = await start();
    await calibrationOf(companion, "learned");
    const { id } = await openLinked(companion);

    const [fact, ...more] = await factsOf(companion, id);
    assert.deepEqual(more, []);
    assert.deepEqual(fact, {
      at: NOW,
      payee: PAYEE.toLowerCase(),
      currency: "USDC-base",
      linkUnit: "human",
      tokenReads: "open",
      namesPayee: true,
    });
  });

  test("and those that wait for it, in batches, as soon as something new is learned", async (t) => {
    const { upstream, start, pass } = await setUp(t, { ...FORM_031, create: () => UNAUTHORIZED });
    const companion = await start();
    await calibrationOf(companion, "failed");
    const ids = [];
    for (let count = 0; count < 120; count += 1) ids.push((await openLinked(companion)).id);
    assert.deepEqual(await factsOf(companion, ids[0] ?? ""), []);

    upstream.reads.create = FORM_031.create;
    pass(MINUTE);
    await calibrationOf(companion, "learned");
    for (const id of [ids[0], ids[60], ids[119]])
      await eventually(`${id} to have it`, async () => (await factsOf(companion, id ?? "")).length === 1);
  });
});

describe("A2: a companion-made link of the bound destination, priced in another currency", () => {
  const CATALOG_IN_ETH = { CATALOG_FILE: undefined, OPEN_AMOUNTS: "ETH-mainnet:1-9" };
  const chosen = () => ({ id: crypto.randomUUID(), amount: "5", currency: "ETH-mainnet" });

  test("is never paid by money in the destination's currency", async (t) => {
    const { upstream, start, pass } = await setUp(t, { ...FORM_031, create: FORM_031.create });
    upstream.reads.request = () => [500, {}];
    upstream.reads.token = () => [500, {}];
    upstream.reads.list = () => [500, {}];
    const companion = await start(CATALOG_IN_ETH);
    await calibrationOf(companion, "failed");
    const body = chosen();
    assert.equal((await companion.open(body)).status, 201);
    const { requestId } = upstream.links.find(({ amount }) => amount === "5") ?? { requestId: "" };
    await companion.deliver({
      event: "payment.confirmed",
      requestId,
      amount: "5",
      totalAmountPaid: "5",
      expectedAmount: "5",
      currency: "USDC",
      network: "base",
      timestamp: new Date(NOW).toISOString(),
    });
    assert.notEqual((await companion.get(`/v1/checkouts/${body.id}`)).body.status, "paid");

    Object.assign(upstream.reads, FORM_031);
    pass(MINUTE);
    await calibrationOf(companion, "learned");
    await eventually("the order to be judged by it", async () => {
      const { body: checkout } = await companion.get(`/v1/checkouts/${body.id}`);
      assert.notEqual(checkout.status, "paid");
      return checkout.status === "review" && checkout.reason === "wrong_currency";
    });
  });

  test("is refused once the destination's currency is known, and the merchant is warned", async (t) => {
    const { start } = await setUp(t);
    const companion = await start(CATALOG_IN_ETH);
    await calibrationOf(companion, "learned");

    const { status, body } = await companion.open(chosen());
    assert.equal(status, 409);
    assert.equal((body.error as { code: string }).code, "currency_not_accepted");
    await eventually("the warning", async () =>
      (await statusOf(companion)).warnings.some(({ code }) => code === "currency_not_accepted"),
    );
  });
});

describe("a change in the Request Portal", () => {
  test("is told once in the log, and stays a warning", async (t) => {
    const { upstream } = await setUp(t);
    const lines: string[] = [];
    const logger = { level: "error", stream: { write: (line: string) => void lines.push(line) } };
    const companion = await startCalibrating(t, upstream, {
      clock: () => NOW,
      logger,
      environment: { REQUEST_PAYEE: STRANGER },
    });
    await calibrationOf(companion, "learned");

    const told = () => lines.filter((line) => line.includes("payee_changed"));
    await eventually("the warning", async () =>
      (await statusOf(companion)).warnings.some(({ code }) => code === "payee_changed"),
    );
    assert.equal(told().length, 1);
    assert.match(
      told()[0] ?? "",
      new RegExp(`lead to ${PAYEE.toLowerCase()}, which REQUEST_PAYEE does not name`),
    );
  });

  test("shows itself by links of our own that reads contradict", async (t) => {
    const { upstream, start } = await setUp(t);
    const companion = await start();
    await calibrationOf(companion, "learned");
    for (let count = 0; count < 3; count += 1) {
      const body = purchase({ link: undefined });
      await companion.open(body);
      const { requestId } = upstream.links.at(-1) ?? { requestId: "" };
      await companion.deliver({
        event: "secure_payment.user_event",
        securePaymentToken: upstream.links.at(-1)?.token,
        requestIds: [`${requestId}-other`],
      });
    }
    await eventually("the warning", async () =>
      (await statusOf(companion)).warnings.some(({ code }) => code === "links_refuted"),
    );
  });
});

describe("GET /readyz", () => {
  test("adds details for the merchant alone, and no secret", async (t) => {
    const { start } = await setUp(t);
    const companion = await start();
    await calibrationOf(companion, "learned");

    assert.deepEqual((await companion.get("/readyz")).body, { status: "ok" });
    const wrong = await companion.get("/readyz", { authorization: "Bearer wrong" });
    assert.deepEqual([wrong.status, wrong.body], [200, { status: "ok" }]);
    const { body } = await companion.get("/readyz", BEARER);
    assert.deepEqual(Object.keys(body.details as object), ["calibration", "clock", "reconciler"]);
    assert.doesNotMatch(JSON.stringify(body), /cli_test|test_secret|a-token/);
  });

  test("GET /v1/status is the merchant's", async (t) => {
    const { start } = await setUp(t);
    const companion = await start();
    assert.equal((await companion.get("/v1/status")).status, 401);
    assert.equal((await companion.get("/v1/status", BEARER)).status, 200);
  });
});
