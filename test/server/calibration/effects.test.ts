import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  BEARER,
  calibrationFactsOf,
  calibrationOf,
  setUpCalibration,
  startCalibrating,
  statusOf,
} from "../../helpers/calibrating-companion.ts";
import { openLinked, purchase } from "../../helpers/companion.ts";
import { NOW, PAYEE, STRANGER } from "../../helpers/events.ts";
import { eventually } from "../../helpers/eventually.ts";
import { FORM_031 } from "../../helpers/fake-upstream.ts";
import { startMailbox } from "../../helpers/mailbox.ts";

const MINUTE = 60_000;
const UNAUTHORIZED = [401, { statusCode: 401, message: "no" }] as [number, unknown];

describe("what was learned reaches orders", () => {
  test("at their registration", async (t) => {
    const { start } = await setUpCalibration(t);
    const companion = await start();
    await calibrationOf(companion, "learned");
    const { id } = await openLinked(companion);

    const [fact, ...more] = await calibrationFactsOf(companion, id);
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
    const { upstream, start, pass } = await setUpCalibration(t, { ...FORM_031, create: () => UNAUTHORIZED });
    const companion = await start();
    await calibrationOf(companion, "failed");
    const ids = [];
    for (let count = 0; count < 120; count += 1) ids.push((await openLinked(companion)).id);
    assert.deepEqual(await calibrationFactsOf(companion, ids[0] ?? ""), []);

    upstream.reads.create = FORM_031.create;
    pass(MINUTE);
    await calibrationOf(companion, "learned");
    for (const id of [ids[0], ids[60], ids[119]])
      await eventually(
        `${id} to have it`,
        async () => (await calibrationFactsOf(companion, id ?? "")).length === 1,
      );
  });
});

describe("A2: a companion-made link of the bound destination, priced in another currency", () => {
  const CATALOG_IN_ETH = { CATALOG_FILE: undefined, OPEN_AMOUNTS: "ETH-mainnet:1-9" };
  const chosen = () => ({ id: crypto.randomUUID(), amount: "5", currency: "ETH-mainnet" });

  test("is never paid by money in the destination's currency", async (t) => {
    const { upstream, start, pass } = await setUpCalibration(t, { ...FORM_031, create: FORM_031.create });
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

  // input: C21
  test("is refused once the destination's currency is known, and the merchant is warned", async (t) => {
    const { start } = await setUpCalibration(t);
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
    const { upstream } = await setUpCalibration(t);
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

  test("brings one e-mail, which companions on one store and restarts do not repeat", async (t) => {
    const { upstream } = await setUpCalibration(t);
    const mailbox = await startMailbox(t);
    const start = (databaseUrl?: string) =>
      startCalibrating(t, upstream, {
        clock: () => NOW,
        ...(databaseUrl !== undefined && { databaseUrl }),
        outbox: { pollMs: 5 },
        environment: {
          REQUEST_PAYEE: STRANGER,
          SMTP_URL: mailbox.smtpUrl,
          NOTIFY_EMAIL: "merchant@shop.example",
        },
      });
    const first = await start();
    await eventually("a mail", async () => mailbox.mails.length > 0);
    await first.app.close();
    const second = await start(first.databaseUrl);
    await eventually("the warning again", async () =>
      (await statusOf(second)).warnings.some(({ code }) => code === "payee_changed"),
    );
    await second.app.close();

    assert.equal(mailbox.mails.length, 1);
    assert.equal(mailbox.mails[0]?.headers.get("subject"), "Check the destination of your payment links");
    assert.match(mailbox.mails[0]?.text ?? "", /which REQUEST_PAYEE does not name/);
  });

  test("shows itself by links of our own that reads contradict", async (t) => {
    const { upstream, start } = await setUpCalibration(t);
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
    const { start } = await setUpCalibration(t);
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
    const { start } = await setUpCalibration(t);
    const companion = await start();
    assert.equal((await companion.get("/v1/status")).status, 401);
    assert.equal((await companion.get("/v1/status", BEARER)).status, 200);
  });
});
