import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { TIMEOUTS } from "../../../server/app.ts";
import { ErrorBodySchema } from "../../../server/contract/contract.ts";
import { IMPATIENT, startCompanion } from "../../helpers/companion.ts";
import { paymentEvent, sign } from "../../helpers/events.ts";
import { eventually } from "../../helpers/eventually.ts";
import { bodyOf, sendRaw, statusOf, toRequest } from "../../helpers/raw-http.ts";
import { shared } from "../../helpers/shared.ts";
import type { Scope } from "../../helpers/temporary-folder.ts";

const TOKEN = "a-token-that-is-long-enough";
const LINE = "POST /webhooks/request";
const BODY = JSON.stringify(paymentEvent("01ab"));

type Headers = readonly (readonly [string, string])[];

const GOOD: Headers = [
  ["host", "pay.shop.example"],
  ["content-type", "application/json"],
  ["x-request-network-signature", sign(BODY)],
];

const LENGTH = ["content-length", String(BODY.length)] as const;

async function start(t: Scope) {
  const companion = await startCompanion(t, { environment: { ADMIN_TOKEN: TOKEN } });
  const send = (headers: Headers) => sendRaw(t, companion.url, toRequest(LINE, headers, BODY));
  const kept = async () =>
    (await companion.get("/v1/deliveries?state=recorded", { authorization: `Bearer ${TOKEN}` })).body
      .deliveries as object[];
  return { companion, send, kept };
}

const open = shared(start);

describe("a request that is framed in two ways, or in none", () => {
  const odd: [string, Headers][] = [
    ["a length and chunks", [LENGTH, ["transfer-encoding", "chunked"]]],
    ["two lengths", [LENGTH, ["content-length", "5"]]],
    ["a length that is none", [["content-length", "1e2"]]],
    ["a negative length", [["content-length", "-1"]]],
    ["an encoding that nobody knows", [["transfer-encoding", "x, chunked, y"]]],
  ];
  for (const [name, framing] of odd) {
    // input: W24
    test(`${name}: 400 in the contract's form, and the connection is closed`, async () => {
      const { send, kept } = open();

      const answer = await send([...GOOD, ...framing]);

      assert.equal(statusOf(answer), 400);
      assert.equal(ErrorBodySchema.parse(bodyOf(answer)).error.code, "invalid_request");
      assert.deepEqual(await kept(), []);
    });
  }

  test("no host: 400", async () => {
    const { send, kept } = open();

    assert.equal(statusOf(await send([...GOOD.slice(1), LENGTH])), 400);
    assert.deepEqual(await kept(), []);
  });

  for (const bytes of [
    "\x16\x03\x01\x02\x00\x01",
    "GET\r\n\r\n",
    "POST /webhooks/request HTTP/9.9\r\n\r\n",
  ]) {
    // input: W24
    test(`${JSON.stringify(bytes)} is no request, and the process lives on`, async (t) => {
      const { companion } = open();

      const answer = await sendRaw(t, companion.url, bytes);

      assert.equal(statusOf(answer), 400);
      assert.equal(ErrorBodySchema.parse(bodyOf(answer)).error.code, "invalid_request");
      assert.equal((await companion.get("/healthz")).status, 200);
    });
  }

  // input: W24
  test("headers without end: refused in the contract's form", async () => {
    const { send } = open();

    const answer = await send([...GOOD, LENGTH, ["x-filler", "x".repeat(100_000)]]);

    assert.equal(statusOf(answer), 413);
    assert.equal(ErrorBodySchema.parse(bodyOf(answer)).error.code, "too_large");
  });
});

// input: W25
test("headers that stop half-way are closed within 10 s", async (t) => {
  const companion = await startCompanion(t, { timeouts: IMPATIENT });

  await sendRaw(t, companion.url, `${LINE} HTTP/1.1\r\nHost: pay.shop.example\r\nX-Slow: `);

  assert.ok(TIMEOUTS.headersMs + TIMEOUTS.checkMs < 10_000);
  await eventually("it answers still", async () => (await companion.get("/healthz")).status === 200);
});

// input: R15
describe("what no route is asked for", () => {
  const bodies = ["", "{", "[".repeat(600), '{"__proto__":1}', "x".repeat(100_000)];
  for (const body of bodies) {
    test(`with a body of ${body.slice(0, 20) || "nothing"} is refused in the contract's form`, async () => {
      const { companion } = open();

      for (const [method, type] of [
        ["PUT", "application/json"],
        ["PATCH", "application/xml"],
        ["DELETE", "application/json"],
      ] as const) {
        const headers = { "content-type": type };
        const answer = await fetch(`${companion.url}/healthz`, { method, headers, body });

        ErrorBodySchema.strict().parse(await answer.json());
        assert.match(String(answer.status), /^4/);
      }
    });
  }

  // input: R15
  test("such as a preflight of nothing is answered with nothing", async () => {
    const { companion } = open();

    for (const [path, status] of [
      ["/v1/checkouts", 204],
      ["/v1/orders", 404],
      ["/nowhere", 404],
    ] as const) {
      const answer = await fetch(companion.url + path, { method: "OPTIONS" });

      assert.equal(answer.status, status);
      assert.equal(answer.headers.get("access-control-allow-origin"), null);
    }
  });
});
