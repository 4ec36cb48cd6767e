import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ErrorBodySchema } from "../../../server/contract/contract.ts";
import { startCompanion } from "../../helpers/companion.ts";
import { paymentEvent, sign } from "../../helpers/events.ts";
import { bodyOf, connectRaw, sendRaw, statusOf, toRequest } from "../../helpers/raw-http.ts";
import { shared } from "../../helpers/shared.ts";
import type { Scope } from "../../helpers/temporary-folder.ts";

const TOKEN = "a-token-that-is-long-enough";
const LINE = "POST /webhooks/request";
const BODY = JSON.stringify(paymentEvent("01ab"));
const SIGNATURE = "x-request-network-signature";

type Headers = readonly (readonly [string, string])[];

/** The headers of a delivery that is taken; a test lays others over them, by name. */
function headers(
  changes: Record<string, string | undefined> = {},
  body: string | Uint8Array = BODY,
): Headers {
  const all = {
    host: "pay.shop.example",
    connection: "close",
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    [SIGNATURE]: sign(body),
    ...changes,
  };
  return Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
}

async function start(t: Scope) {
  const companion = await startCompanion(t, { environment: { ADMIN_TOKEN: TOKEN } });
  const send = (all: Headers, body: string | Uint8Array = BODY) =>
    sendRaw(t, companion.url, toRequest(LINE, all, body));
  const kept = async (state: string) =>
    (await companion.get(`/v1/deliveries?state=${state}`, { authorization: `Bearer ${TOKEN}` })).body
      .deliveries as { body: string }[];
  return { companion, send, kept };
}

/** One for all that is refused: it stores nothing. */
const refusing = shared(start);

describe("the signature's header", () => {
  const refused: [string, (good: Headers) => Headers][] = [
    ["is missing", (good) => good.filter(([name]) => name !== SIGNATURE)],
    ["is empty", (good) => [...good.filter(([name]) => name !== SIGNATURE), [SIGNATURE, ""]]],
    ["comes twice, right both times", (good) => [...good, [SIGNATURE, sign(BODY)]]],
    ["comes twice, wrong and then right", (good) => [[SIGNATURE, sign("x")], ...good]],
    ["comes twice, right and then wrong", (good) => [...good, [SIGNATURE, sign("x")]]],
    ["has another name", (good) => good.map(([n, v]) => [n === SIGNATURE ? "x-signature" : n, v] as const)],
  ];
  for (const [name, change] of refused) {
    // input: W2
    test(`that ${name} gets 401, and nothing is stored`, async () => {
      const { send, kept } = refusing();

      const answer = await send(change(headers()));

      assert.equal(statusOf(answer), 401);
      assert.equal(ErrorBodySchema.parse(bodyOf(answer)).error.code, "invalid_signature");
      for (const state of ["recorded", "test", "rejected"]) assert.deepEqual(await kept(state), []);
    });
  }

  // input: W4
  test("is compared with the body to the last byte", async () => {
    const { send, kept } = refusing();
    const changed = BODY.replace('"amount":"10"', '"amount":"19"');

    assert.equal(statusOf(await send(headers({ [SIGNATURE]: sign(BODY) }, changed), changed)), 401);
    assert.equal(statusOf(await send(headers({ [SIGNATURE]: sign(BODY) }, `${BODY}\n`), `${BODY}\n`)), 401);
    assert.deepEqual(await kept("recorded"), []);
  });
});

describe("a body", () => {
  // input: W8
  test("of no bytes at all, signed, gets 400 and is quarantined", async (t) => {
    const { send, kept } = await start(t);

    const answer = await send(headers({}, ""), "");

    assert.equal(statusOf(answer), 400);
    assert.deepEqual(
      (await kept("rejected")).map(({ body }) => body),
      [""],
    );
  });

  // input: W22
  test("without a content type gets 415", async () => {
    const { send } = refusing();

    assert.equal(statusOf(await send(headers({ "content-type": undefined }))), 415);
  });

  // input: W7
  test("whose characters are split over chunks is the same body", async (t) => {
    const { companion, kept } = await start(t);
    const body = Buffer.from('{"event":"x","note":"paid \u{1f9fe} é"}');
    const { socket, closed } = await connectRaw(t, companion.url);
    const all = headers({ "content-length": undefined, "transfer-encoding": "chunked" }, body);

    socket.write(toRequest(LINE, all));
    for (const byte of body) {
      socket.write(Buffer.concat([Buffer.from("1\r\n"), Buffer.of(byte), Buffer.from("\r\n")]));
      await new Promise(setImmediate);
    }
    socket.write("0\r\n\r\n");

    assert.equal(statusOf(await closed), 200);
    assert.equal((await kept("recorded"))[0]?.body, body.toString());
  });

  for (const length of ["65537", "4294967296", "9007199254740991"]) {
    // input: W23
    test(`that is announced with ${length} bytes gets 413 before any of them came`, async () => {
      const { send } = refusing();

      const answer = await send(headers({ "content-length": length }), "");

      assert.equal(statusOf(answer), 413);
      assert.equal(ErrorBodySchema.parse(bodyOf(answer)).error.code, "too_large");
    });
  }

  // input: W23
  test("in chunks without end gets 413, and is read no further", async (t) => {
    const { companion } = await start(t);
    const { socket, closed } = await connectRaw(t, companion.url);
    socket.write(toRequest(LINE, headers({ "content-length": undefined, "transfer-encoding": "chunked" })));
    const chunk = `4000\r\n${"x".repeat(0x4000)}\r\n`;
    let sent = 0;
    const more = () => {
      while (socket.writable && sent < 1000 && socket.write(chunk)) sent += 1;
    };
    socket.on("drain", more);
    more();

    assert.equal(statusOf(await closed), 413);
    assert.ok(sent < 1000, "it took 16 MB");
  });
});
