import assert from "node:assert/strict";
import { request } from "node:http";
import { describe, test } from "node:test";
import { TIMEOUTS } from "../../server/app.ts";
import { IMPATIENT, openLinked, purchase, startCompanion, type TestCompanion } from "../helpers/companion.ts";
import { NOW, paymentEvent, sign, userEvent } from "../helpers/events.ts";
import { shared } from "../helpers/shared.ts";

const clock = () => NOW;

async function statusOf(companion: TestCompanion, id: string): Promise<unknown> {
  return (await companion.get(`/v1/checkouts/${id}`)).body.status;
}

/** One for all: each test has a request of its own. */
const open = shared((t) => startCompanion(t, { clock }));

describe("POST /webhooks/request", () => {
  // input: W1
  test("a confirmed payment makes its checkout paid", async () => {
    const companion = open();
    const { id, requestId } = await openLinked(companion);

    const { status, body } = await companion.deliver(paymentEvent(requestId));

    assert.equal(status, 200);
    assert.deepEqual(body, { received: true });
    const checkout = (await companion.get(`/v1/checkouts/${id}`)).body;
    assert.equal(checkout.status, "paid");
    assert.equal(checkout.amountPaid, "10");
    assert.equal(checkout.securePaymentUrl, null);
  });

  // input: W14
  test("an event that overtakes its own registration counts from the registration on", async () => {
    const companion = open();
    const body = purchase();
    await companion.deliver(paymentEvent(body.link.requestIds[0] as string));

    const opened = await companion.open(body);

    assert.equal(opened.body.status, "paid");
    assert.equal(opened.body.securePaymentUrl, null);
  });

  // input: W10
  test("the older spelling of the request id is enough", async () => {
    const companion = open();
    const { id, requestId } = await openLinked(companion);

    await companion.deliver({ ...paymentEvent(requestId), requestId: undefined });

    assert.equal(await statusOf(companion, id), "paid");
  });

  // input: W21
  test("a test delivery is recorded and changes nothing; the same body without the header counts", async () => {
    const companion = open();
    const { id, requestId } = await openLinked(companion);
    const event = paymentEvent(requestId);

    assert.equal((await companion.deliver(event, { "x-request-network-test": "true" })).status, 200);
    assert.equal(await statusOf(companion, id), "pending");

    await companion.deliver(event);
    assert.equal(await statusOf(companion, id), "paid");
  });

  // input: W5
  test("two secrets are good while one is being replaced, and the old one no more after that", async (t) => {
    const both = await startCompanion(t, { environment: { REQUEST_WEBHOOK_SECRET: "new, test_secret" } });
    const one = await startCompanion(t, { environment: { REQUEST_WEBHOOK_SECRET: "new" } });
    const event = paymentEvent("01ab");

    assert.equal((await both.deliver(event)).status, 200);
    assert.equal((await one.deliver(event)).status, 401);
    assert.equal(
      (await one.deliver(event, { "x-request-network-signature": sign(JSON.stringify(event), "new") }))
        .status,
      200,
    );
  });

  const oddSignatures: [string, (good: string) => string][] = [
    ["62 digits", (good) => good.slice(0, 62)],
    ["66 digits", (good) => `${good}00`],
    ["64 good digits and garbage behind them", (good) => `${good}zz`],
    ["a prefix", (good) => `sha256=${good}`],
    ["nothing", () => ""],
    ["the good one twice", (good) => `${good}, ${good}`],
    ["another body's", () => sign("{}")],
  ];
  for (const [name, toSignature] of oddSignatures) {
    // input: W2
    test(`refuses a signature of ${name} with 401 and stores nothing`, async () => {
      const companion = open();
      const { id, requestId } = await openLinked(companion);
      const event = paymentEvent(requestId);

      const signature = toSignature(sign(JSON.stringify(event)));
      const { status } = await companion.deliver(event, { "x-request-network-signature": signature });

      assert.equal(status, 401);
      assert.equal(await statusOf(companion, id), "pending");
    });
  }

  // input: W3
  test("takes a signature in upper-case digits", async () => {
    const companion = open();
    const event = paymentEvent("01ab");

    const { status } = await companion.deliver(event, {
      "x-request-network-signature": sign(JSON.stringify(event)).toUpperCase(),
    });

    assert.equal(status, 200);
  });

  const oddJson = [
    '{"event":"x","a":1.0}',
    '{"event":"x","a":"\\u00e9\\/"}',
    ' { "event" :\n"x" } ',
    '{"event":"x","a":1,"a":2}',
  ];
  for (const body of oddJson) {
    // input: W7
    test(`verifies the bytes as they came: ${body.trim()}`, async () => {
      const companion = open();

      assert.equal((await companion.deliver(body)).status, 200);
    });
  }

  const noEvents: [string, string | Uint8Array][] = [
    ["null", "null"],
    ["a list", "[]"],
    ["a number", "1"],
    ["broken JSON", '{"event":'],
    ["invalid UTF-8", new Uint8Array([0x7b, 0xff, 0x7d])],
    ["a byte order mark", '\ufeff{"event":"x"}'],
    ["no event name", '{"requestId":"01ab"}'],
    ["30,000 levels", `{"event":"x","a":${"[".repeat(30_000)}${"]".repeat(30_000)}}`],
  ];
  for (const [name, body] of noEvents) {
    test(`refuses what is signed but no event with 400: ${name}`, async () => {
      const companion = open();

      assert.equal((await companion.deliver(body)).status, 400);
      assert.equal((await companion.get("/healthz")).status, 200);
    });
  }

  const unusable: [string, Record<string, unknown>][] = [
    ["request ids that differ", { requestID: "01ff" }],
    ["an amount of NaN", { totalAmountPaid: "NaN" }],
    ["an exponent", { totalAmountPaid: "1e3" }],
    ["80 digits", { totalAmountPaid: "9".repeat(80) }],
    ["a negative amount", { amount: "-10" }],
  ];
  for (const [name, fields] of unusable) {
    // input: W11
    test(`takes ${name} with 200, and changes nothing`, async () => {
      const companion = open();
      const { id, requestId } = await openLinked(companion);

      const { status } = await companion.deliver(paymentEvent(requestId, fields));

      assert.equal(status, 200);
      assert.equal(await statusOf(companion, id), "pending");
    });
  }

  // input: W10 W20
  test("keeps unknown events, with or without a request id", async () => {
    const companion = open();

    assert.equal((await companion.deliver({ event: "compliance.updated", isCompliant: true })).status, 200);
    assert.equal(
      (await companion.deliver({ event: "something.new", requestId: "01ab", constructor: { prototype: {} } }))
        .status,
      200,
    );
  });

  // input: W22
  test("answers 415 to an encoded body and to another content type", async () => {
    const companion = open();
    const event = paymentEvent("01ab");

    assert.equal((await companion.deliver(event, { "content-encoding": "gzip" })).status, 415);
    assert.equal((await companion.deliver(event, { "content-type": "text/plain" })).status, 415);
  });

  // input: W23
  test("answers 413 to more than 64 KiB", async () => {
    const companion = open();

    assert.equal((await companion.deliver({ event: "x", filler: "x".repeat(64 * 1024) })).status, 413);
  });

  // input: W25
  test("cuts off a sender that goes silent within 10 s", async (t) => {
    const companion = await startCompanion(t, { timeouts: IMPATIENT });

    await new Promise<void>((resolve) => {
      const slow = request(`${companion.url}/webhooks/request`, {
        method: "POST",
        headers: { "content-type": "application/json", "content-length": "1000" },
      });
      slow.on("error", () => resolve());
      t.after(() => slow.destroy());
      slow.on("response", (response) => response.resume().on("close", () => resolve()));
      slow.write("0123456789");
    });

    assert.ok(TIMEOUTS.requestMs + TIMEOUTS.checkMs < 10_000);
  });

  // input: W13
  test("a hundred copies at once are one change", async () => {
    const companion = open();
    const { id, requestId } = await openLinked(companion);
    const before = (await companion.get(`/v1/checkouts/${id}`)).headers.get("etag");

    const answers = await Promise.all(
      Array.from({ length: 100 }, () => companion.deliver(paymentEvent(requestId))),
    );

    assert.ok(answers.every(({ status }) => status === 200));
    assert.equal(
      (await companion.get(`/v1/checkouts/${id}`)).headers.get("etag"),
      `"${Number(before?.slice(1, -1)) + 1}"`,
    );
  });

  test("telemetry of the payer's wallet shows as processing", async () => {
    const companion = open();
    const { id, requestId } = await openLinked(companion);

    await companion.deliver(userEvent(requestId, "payment_approved_in_wallet"));

    assert.equal(await statusOf(companion, id), "processing");
  });
});
