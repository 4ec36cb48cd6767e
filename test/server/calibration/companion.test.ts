import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  calibrationFactsOf,
  calibrationOf,
  setUpCalibration,
  startCalibrating,
  statusOf,
} from "../../helpers/calibrating-companion.ts";
import { openLinked, purchase } from "../../helpers/companion.ts";
import { runOnBothEngines } from "../../helpers/database.ts";
import { DAY, NOW, PAYEE } from "../../helpers/events.ts";
import { eventually } from "../../helpers/eventually.ts";
import { FORM_013, FORM_031 } from "../../helpers/fake-upstream.ts";

runOnBothEngines();

const MINUTE = 60_000;
const UNAUTHORIZED = [401, { statusCode: 401, message: "no" }] as [number, unknown];

describe("a companion calibrates at its start", () => {
  test("with one link over an odd amount, which it reads by token, by id and in the list", async (t) => {
    const { upstream, start } = await setUpCalibration(t);
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
    const { start } = await setUpCalibration(t, FORM_013);
    const { linkUnit, form, namesPayee } = await calibrationOf(await start(), "learned");
    assert.deepEqual([linkUnit, form, namesPayee], ["base", "0.13", true]);
  });

  test("by links in the form of its settings", async (t) => {
    const { upstream, start } = await setUpCalibration(t);
    await calibrationOf(await start({ REQUEST_CURRENCY: "USDC-base" }), "learned");
    const [{ item } = { item: {} }] = upstream.links;
    assert.deepEqual(
      { ...item, amount: undefined },
      { payee: PAYEE, amount: undefined, invoiceCurrency: "USDC-base", paymentCurrency: "USDC-base" },
    );
  });

  test("token reads are closed only where the Client ID is good elsewhere", async (t) => {
    const { upstream, start } = await setUpCalibration(t, { ...FORM_013, token: () => UNAUTHORIZED });
    const { tokenReads, namesPayee } = await calibrationOf(await start(), "learned");
    assert.deepEqual([tokenReads, namesPayee], ["closed", false]);
    assert.equal(upstream.links.length, 1);
  });

  for (const status of [404, 409, 423, 429, 500]) {
    test(`a token read that answers ${status} teaches nothing of token reads`, async (t) => {
      const { start } = await setUpCalibration(t, { ...FORM_013, token: () => [status, {}] });
      const { tokenReads, namesPayee } = await calibrationOf(await start(), "failed");
      assert.deepEqual([tokenReads, namesPayee], ["unknown", null]);
    });
  }

  test("and is ready and opens checkouts while nothing answers", async (t) => {
    const { upstream } = await setUpCalibration(t);
    const held = Promise.withResolvers<Response>();
    t.after(() => held.resolve(new Response("{}")));
    const companion = await startCalibrating(t, upstream, { fetch: () => held.promise });

    assert.equal((await companion.get("/readyz")).status, 200);
    assert.equal((await companion.open(purchase())).status, 201);
    assert.equal((await statusOf(companion)).calibration.state, "pending");
  });

  test("and not again after a restart, nor before a day is over", async (t) => {
    const { upstream, start, pass } = await setUpCalibration(t);
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
    const { upstream, start, pass } = await setUpCalibration(t, { ...FORM_031, request: () => [500, {}] });
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
    const { upstream, start } = await setUpCalibration(t);
    const first = await start();
    await calibrationOf(first, "learned");
    await first.app.close();

    const off = await start({ CALIBRATE: "false" });
    const { id } = await openLinked(off);
    assert.deepEqual(await calibrationFactsOf(off, id), []);
    assert.deepEqual((await statusOf(off)).calibration.state, "off");
    assert.equal(upstream.links.length, 1);
  });

  test("not without credentials", async (t) => {
    const { upstream, start } = await setUpCalibration(t);
    const companion = await start({ REQUEST_CLIENT_ID: undefined });
    assert.equal((await statusOf(companion)).calibration.state, "no_credentials");
    assert.deepEqual(upstream.calls, []);
  });
});
