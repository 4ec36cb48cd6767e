import assert from "node:assert/strict";
import { describe, test } from "node:test";
import secureJson from "secure-json-parse";
import { parseEvent } from "../../../server/webhooks/parse-event.ts";
import { openLinked, startCompanion } from "../../helpers/companion.ts";
import { runOnBothEngines } from "../../helpers/database.ts";
import { NOW, paymentEvent } from "../../helpers/events.ts";
import { shared } from "../../helpers/shared.ts";
import type { Scope } from "../../helpers/temporary-folder.ts";

runOnBothEngines();

const TOKEN = "a-token-that-is-long-enough";

async function start(t: Scope) {
  const companion = await startCompanion(t, { clock: () => NOW, environment: { ADMIN_TOKEN: TOKEN } });
  const kept = async (state: string) =>
    (await companion.get(`/v1/deliveries?state=${state}`, { authorization: `Bearer ${TOKEN}` })).body
      .deliveries as { body: string; problem: string; event: string }[];
  return { companion, kept };
}

const open = shared(start);

describe("a signed body that is no event", () => {
  const bodies: [string, string | Uint8Array][] = [
    ["null", "null"],
    ["a list", "[]"],
    ["a number", "1"],
    ["a text", '"payment.confirmed"'],
    ["broken JSON", '{"event":'],
    ["two events", '{"event":"x"}{"event":"y"}'],
    ["an event name that is none", '{"event":1}'],
    ["an empty event name", '{"event":""}'],
    ["invalid UTF-8", new Uint8Array([0x7b, 0xff, 0x7d])],
    ["a byte order mark", '\ufeff{"event":"x"}'],
    ["UTF-16", Buffer.from('{"event":"x"}', "utf16le")],
    ["30,000 lists", `{"event":"x","a":${"[".repeat(30_000)}${"]".repeat(30_000)}}`],
    ["10,000 objects", `{"event":"x","a":${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}}`],
    ["brackets that never close", `{"event":"x","a":${"[".repeat(60_000)}`],
    ["quotes and backslashes that never close", `{"event":"${'\\"'.repeat(30_000)}`],
  ];
  for (const [name, body] of bodies) {
    // input: W8
    test(`such as ${name} gets 400 and is quarantined for the merchant to see`, async () => {
      const { companion, kept } = open();

      const { status } = await companion.deliver(body);

      assert.equal(status, 400);
      const [delivery] = await kept("rejected");
      assert.equal(delivery?.body, Buffer.from(body).toString("utf8"));
      assert.ok(delivery?.problem);
    });
  }

  // input: W8
  test("is handed to no JSON parser where it is deep, however deep it is", (t) => {
    const parse = t.mock.method(secureJson, "parse");
    const toEvent = (inner: string) => Buffer.from(`{"event":"x","a":${inner}}`);
    const deep = (levels: number) => toEvent("[".repeat(levels) + "]".repeat(levels));

    for (const levels of [500, 5_000, 30_000]) assert.equal(parseEvent(deep(levels)).kind, "no_event");
    assert.equal(parse.mock.callCount(), 0);

    const flat = toEvent(`[${"[],".repeat(20_000)}[]]`);
    for (const body of [deep(499), flat]) assert.equal(parseEvent(body).kind, "event");
    assert.equal(parse.mock.callCount(), 2);
  });
});

describe("a signed event", () => {
  const hostile: [string, (requestId: string) => string][] = [
    ["__proto__", (id) => `{"__proto__":{"polluted":1},${JSON.stringify(paymentEvent(id)).slice(1)}`],
    [
      "constructor",
      (id) => `{"constructor":{"prototype":{"polluted":1}},${JSON.stringify(paymentEvent(id)).slice(1)}`,
    ],
    [
      "__proto__ deep inside",
      (id) =>
        `{"properties":{"a":[{"__proto__":{"polluted":1}}]},${JSON.stringify(paymentEvent(id)).slice(1)}`,
    ],
    [
      "an escaped __proto__",
      (id) => `{"\\u005f_proto__":{"polluted":1},${JSON.stringify(paymentEvent(id)).slice(1)}`,
    ],
  ];
  for (const [name, toBody] of hostile) {
    // input: W9
    test(`with ${name} counts, and touches no prototype`, async () => {
      const { companion } = open();
      const { id, requestId } = await openLinked(companion);

      assert.equal((await companion.deliver(toBody(requestId))).status, 200);

      assert.equal("polluted" in {}, false);
      assert.equal((await companion.get(`/v1/checkouts/${id}`)).body.status, "paid");
    });
  }

  // input: W9
  test("whose prototype would name the event is none", async () => {
    const { companion } = open();

    assert.equal((await companion.deliver('{"__proto__":{"event":"payment.confirmed"}}')).status, 400);
  });

  const known: [string, Record<string, unknown>][] = [
    ["nothing but a name", { event: "payment.confirmed" }],
    [
      "nulls for what is optional",
      { event: "payment.confirmed", requestId: null, amount: null, txHash: null },
    ],
    [
      "a payee that is an object",
      { event: "payment.confirmed", requestId: "01ab", payee: { address: "0x1" } },
    ],
    ["fields that nobody knows", { ...paymentEvent("01ab"), fee: { a: [1, null, true] }, status: "paid" }],
    ["a date that is none", paymentEvent("01ab", { timestamp: "yesterday" })],
    ["a date beyond all dates", paymentEvent("01ab", { timestamp: "+999999-01-01T00:00:00Z" })],
    ["hundreds of request ids", { event: "x", requestIds: Array.from({ length: 800 }, (_, n) => `id${n}`) }],
    ["a family that nobody knows", { event: "toString.constructor", requestId: "01ab" }],
  ];
  for (const [name, event] of known) {
    // input: W10
    test(`with ${name} is kept with 200`, async () => {
      const { companion, kept } = open();

      assert.equal((await companion.deliver(event)).status, 200);

      assert.equal((await kept("recorded"))[0]?.event, event.event);
    });
  }

  const unusable: [string, Record<string, unknown>][] = [
    ["request ids that differ", { requestID: "01ff" }],
    ["NaN", { totalAmountPaid: "NaN" }],
    ["an exponent", { totalAmountPaid: "1e3" }],
    ["80 digits", { totalAmountPaid: "9".repeat(80) }],
    ["a JSON number", { amount: 10 }],
    ["a request id that is a list", { requestId: ["01ab"], requestID: undefined }],
    ["a request id of 200 characters", { requestId: "0".repeat(200), requestID: undefined }],
  ];
  for (const [name, fields] of unusable) {
    // input: W11
    test(`with ${name} gets 200, is quarantined, and changes nothing`, async () => {
      const { companion, kept } = open();
      const { id, requestId } = await openLinked(companion);
      const before = await kept("rejected");

      assert.equal((await companion.deliver(paymentEvent(requestId, fields))).status, 200);

      assert.equal((await companion.get(`/v1/checkouts/${id}`)).body.status, "pending");
      assert.equal((await kept("rejected")).length, before.length + 1);
    });
  }
});
