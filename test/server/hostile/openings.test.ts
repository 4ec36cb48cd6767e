import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { TIMEOUTS } from "../../../server/app.ts";
import { ErrorBodySchema } from "../../../server/contract/contract.ts";
import {
  type Answer,
  IMPATIENT,
  openLinked,
  purchase,
  type Scope,
  SHOP,
  startCompanion,
} from "../../helpers/companion.ts";
import { bodyOf, connectRaw, sendRaw, statusOf, toRequest } from "../../helpers/raw-http.ts";
import { shared } from "../../helpers/shared.ts";

const TOKEN = "a-token-that-is-long-enough";

async function start(t: Scope, environment: Record<string, string> = {}, timeouts = TIMEOUTS) {
  const companion = await startCompanion(t, {
    environment: { ADMIN_TOKEN: TOKEN, ...environment },
    timeouts,
  });
  const orders = async () =>
    (await companion.get("/v1/orders", { authorization: `Bearer ${TOKEN}` })).body.orders as object[];
  return { companion, orders };
}

/** One for all that is refused: it opens nothing. */
const refusing = shared((t) => start(t));

function refusalOf({ status, body }: Answer) {
  const { code, fields = {} } = ErrorBodySchema.parse(body).error;
  return { status, code, fields: Object.keys(fields) };
}

describe("POST /v1/checkouts refuses a way back", () => {
  const foreign = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,hi",
    "http://127.0.0.1\t:4400/",
    "http:\n//127.0.0.1:4400/",
    "http:127.0.0.1:4400/",
    "http://127.0.0.1:4400@evil.example/",
    "http://user:pass@127.0.0.1:4400/",
    "http://127.0.0.1:4400.evil.example/",
    "http://127.0.0.1:44000/",
    "https://127.0.0.1:4400/",
    "http://127.0.0.1:4400\\@evil.example/",
    "http://\u0661\u0662\u0667.0.0.1.evil.example:4400/",
    "blob:http://127.0.0.1:4400/6b5c",
    " http://127.0.0.1:4400/",
    "thanks.html",
    "",
  ];
  for (const returnUrl of foreign) {
    // input: C10
    test(`to ${JSON.stringify(returnUrl)}`, async () => {
      const { companion, orders } = refusing();

      const refusal = refusalOf(await companion.open(purchase({ returnUrl })));

      assert.equal(refusal.status, 400);
      assert.match(refusal.code, returnUrl === "" ? /^invalid_request$/ : /^invalid_return_url$/);
      assert.deepEqual(refusal.fields, ["returnUrl"]);
      assert.deepEqual(await orders(), []);
    });
  }
});

describe("POST /v1/checkouts refuses a pay URL", () => {
  const token = "01HTOKEN";
  const foreign = [
    `http://pay.request.network/?token=${token}`,
    `https://pay.request.network.evil.example/?token=${token}`,
    `https://evil.example/?token=${token}`,
    `https://pay.request.network@evil.example/?token=${token}`,
    `https://user@pay.request.network/?token=${token}`,
    `https://pay.request.network:8443/?token=${token}`,
    `blob:https://pay.request.network/?token=${token}`,
    `javascript:location='https://pay.request.network/?token=${token}'`,
    "https://pay.request.network/?token=ANOTHER",
    `https://pay.request.network/?token=${token}&token=ANOTHER`,
    `https://pay.request.network/?token=ANOTHER#?token=${token}`,
    `http://127.0.0.1:4402/?token=${token}`,
    `https://pay.request.network\\.evil.example/?token=${token}`,
  ];
  for (const securePaymentUrl of foreign) {
    // input: C11
    test(`such as ${securePaymentUrl}`, async () => {
      const { companion, orders } = refusing();
      const link = { requestIds: ["01ab"], token, securePaymentUrl };

      const refusal = refusalOf(await companion.open(purchase({ link })));

      assert.deepEqual(refusal, {
        status: 400,
        code: "invalid_payment_url",
        fields: ["link.securePaymentUrl"],
      });
      assert.deepEqual(await orders(), []);
    });
  }

  test("but takes one on this machine where the API is one too", async (t) => {
    const sandbox = await start(t, { REQUEST_API_URL: "http://127.0.0.1:9" });
    const link = { requestIds: ["01ab"], token, securePaymentUrl: `http://localhost:4402/?token=${token}` };

    assert.equal((await sandbox.companion.open(purchase({ link }))).status, 201);
  });
});

describe("POST /v1/checkouts refuses a body", () => {
  const good = purchase();
  const link = good.link;
  const bad: [string, Record<string, unknown>, string][] = [
    ["with a payee of its own", { payee: "0xb07d2398d2004378cad234da0ef14f1c94a530e4" }, "payee"],
    ["with a fee address", { feeAddress: "0xb07d2398d2004378cad234da0ef14f1c94a530e4" }, "feeAddress"],
    ["with a status", { status: "paid" }, "status"],
    ["with an unknown field in the link", { link: { ...link, payee: "0x1" } }, "link.payee"],
    ["with nine request ids", { link: { ...link, requestIds: [..."abcdefghi"] } }, "link.requestIds"],
    ["with no request id", { link: { ...link, requestIds: [] } }, "link.requestIds"],
    ["with a request id that is a path", { link: { ...link, requestIds: ["../x"] } }, "link.requestIds.0"],
    ["with a token that is SQL", { link: { ...link, token: "' OR 1=1 --" } }, "link.token"],
    ["with a quantity as text", { quantity: "2" }, "quantity"],
    ["with a quantity beyond all numbers", { quantity: 1e21 }, "quantity"],
    ["with a product that is a list", { product: ["sticker"] }, "product"],
    ["with a product that is a path", { product: "../sticker" }, "product"],
    ["with null for an offer", { offer: null }, "offer"],
    ["with a reference of 256 characters", { reference: "x".repeat(256) }, "reference"],
    ["with direction marks in the payer", { payerIdentifier: "a\u202eb" }, "payerIdentifier"],
    ["with markup in the label", { returnUrl: `${SHOP}/`, returnLabel: "<b>Back" }, "returnLabel"],
  ];
  for (const [name, changes, field] of bad) {
    // input: C7 C18
    test(`${name}, naming ${field}`, async () => {
      const { companion, orders } = refusing();

      const refusal = refusalOf(await companion.open({ ...good, ...changes }));

      assert.deepEqual(refusal, { status: 400, code: "invalid_request", fields: [field] });
      assert.deepEqual(await orders(), []);
    });
  }

  // input: C7
  test("that is no object", async () => {
    const { companion } = refusing();
    for (const body of ["null", "[]", "1", '"x"', "", "{", "\ufeff{}", `${"[".repeat(4000)}`]) {
      const headers = { origin: SHOP, "content-type": "application/json" };
      const answer = await fetch(`${companion.url}/v1/checkouts`, { method: "POST", headers, body });

      assert.equal(answer.status, 400, body);
      assert.equal(ErrorBodySchema.parse(await answer.json()).error.code, "invalid_request");
    }
  });
});

describe("POST /v1/checkouts, framed by hand", () => {
  const line = "POST /v1/checkouts";
  const headers = [
    ["host", "pay.shop.example"],
    ["connection", "close"],
    ["content-type", "application/json"],
  ] as const;

  // input: C5
  test("with two origins, of which one is allowed, gets 403", async (t) => {
    const { companion, orders } = refusing();
    const body = JSON.stringify(purchase());
    const length = ["content-length", String(body.length)] as const;

    for (const origins of [
      [SHOP, "https://evil.example"],
      ["https://evil.example", SHOP],
    ]) {
      const all = [...headers, length, ...origins.map((origin) => ["origin", origin] as const)];
      const answer = await sendRaw(t, companion.url, toRequest(line, all, body));
      assert.equal(statusOf(answer), 403);
    }
    assert.deepEqual(await orders(), []);
  });

  // input: C17
  test("announcing far more than 8 KiB gets 413 before any of it came", async (t) => {
    const { companion } = refusing();
    const all = [...headers, ["origin", SHOP], ["content-length", "999999999"]] as const;

    const answer = await sendRaw(t, companion.url, toRequest(line, all));

    assert.equal(statusOf(answer), 413);
    assert.equal(ErrorBodySchema.parse(bodyOf(answer)).error.code, "too_large");
  });

  // input: C17
  test("whose body never comes is closed within 10 s, and opens nothing", async (t) => {
    const { companion, orders } = await start(t, {}, IMPATIENT);
    const { socket, closed } = await connectRaw(t, companion.url);
    socket.write(toRequest(line, [...headers, ["origin", SHOP], ["content-length", "500"]], '{"id":'));

    await closed;

    assert.ok(TIMEOUTS.requestMs + TIMEOUTS.checkMs < 10_000);
    assert.deepEqual(await orders(), []);
  });
});

// input: C20
test("too many from one address get 429, whatever X-Forwarded-For they make up", async (t) => {
  const { companion, orders } = await start(t, { CHECKOUTS_PER_MINUTE: "3" });
  const codes: string[] = [];

  for (let count = 0; count < 8; count += 1) {
    const answer = await companion.open(purchase(), {
      "x-forwarded-for": `192.0.2.${count}`,
      forwarded: `for=192.0.2.${count}`,
      "x-real-ip": `192.0.2.${count}`,
    });
    codes.push(answer.status === 201 ? "opened" : refusalOf(answer).code);
    if (answer.status === 429) assert.match(answer.headers.get("retry-after") ?? "", /^[1-9]\d*$/);
  }

  assert.deepEqual(codes, [...Array(3).fill("opened"), ...Array(5).fill("rate_limited")]);
  assert.equal((await orders()).length, 3);
});

// input: R8
test("a checkout is nobody's to change by knowing its id", async (t) => {
  const { companion } = await start(t);
  const { id, body } = await openLinked(companion);
  const before = (await companion.get(`/v1/checkouts/${id}`)).body;

  for (const method of ["PUT", "PATCH", "DELETE", "POST"]) {
    const headers = { origin: SHOP, "content-type": "application/json" };
    const answer = await fetch(`${companion.url}/v1/checkouts/${id}`, {
      method,
      headers,
      body: JSON.stringify({ ...body, status: "paid", amount: "0.01" }),
    });
    assert.equal(answer.status, 404);
  }

  assert.deepEqual((await companion.get(`/v1/checkouts/${id}`)).body, before);
});
