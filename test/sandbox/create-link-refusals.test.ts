import assert from "node:assert/strict";
import { test } from "node:test";
import { asBackend, asPage, asStranger, merchants, PAYEE, SHOP, startSandbox } from "./harness.ts";

const STRANGERS_WALLET = "0xbad0000000000000000000000000000000000bad";
const ours = (payee: string) => ({
  payee,
  amount: "10",
  invoiceCurrency: "USDC-base",
  paymentCurrency: "USDC-base",
});
const one = (fields: object) => ({ requests: [{ amount: "10" }], ...fields });

const INVALID: Record<string, { body: object; path: PropertyKey[] }> = {
  "no requests": { body: {}, path: ["requests"] },
  "an empty batch": { body: { requests: [] }, path: ["requests"] },
  "an amount of 0": { body: { requests: [{ amount: "0.00" }] }, path: ["requests", 0, "amount"] },
  "a negative amount": { body: { requests: [{ amount: "-1" }] }, path: ["requests", 0, "amount"] },
  "an exponent": { body: { requests: [{ amount: "1e3" }] }, path: ["requests", 0, "amount"] },
  "a number for an amount": { body: { requests: [{ amount: 10 }] }, path: ["requests", 0, "amount"] },
  "an unknown currency": {
    body: { requests: [{ ...ours(PAYEE), invoiceCurrency: "XYZ-moon" }] },
    path: ["requests", 0, "invoiceCurrency"],
  },
  "a batch over two networks": {
    body: {
      requests: [
        ours(PAYEE),
        { ...ours(PAYEE), invoiceCurrency: "USDC-polygon", paymentCurrency: "USDC-polygon" },
      ],
    },
    path: ["requests"],
  },
  "an empty reference": { body: one({ reference: "" }), path: ["reference"] },
  "a reference of 256 characters": { body: one({ reference: "x".repeat(256) }), path: ["reference"] },
  "a script for a redirect": { body: one({ redirectUrl: "javascript:alert(1)" }), path: ["redirectUrl"] },
  "a redirect with markup": { body: one({ redirectUrl: "https://shop.example/<b>" }), path: ["redirectUrl"] },
  "a redirect with a space": {
    body: one({ redirectUrl: "https://shop.example/a b" }),
    path: ["redirectUrl"],
  },
  "a label with markup": {
    body: one({ redirectUrl: SHOP, redirectLabel: "Back & forth" }),
    path: ["redirectLabel"],
  },
  "a label without a redirect": { body: one({ redirectLabel: "Back" }), path: ["redirectLabel"] },
  "an unknown access mode": { body: one({ accessPolicy: { mode: "open" } }), path: ["accessPolicy", "mode"] },
};

for (const [name, { body, path }] of Object.entries(INVALID)) {
  test(`POST /v2/secure-payments › ${name} gets 400 that names the field`, async (t) => {
    const { call } = startSandbox(t);

    const answer = await call(400, {
      method: "POST",
      url: "/v2/secure-payments",
      headers: asBackend,
      payload: body,
    });

    const [issue] = answer.message as { code: string; message: string; path: PropertyKey[] }[];
    assert.deepEqual(issue?.path, path);
    assert.ok(issue?.code && issue.message);
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.error, "Bad Request");
  });
}

const REFUSED: Record<string, { status: number; headers: Record<string, string>; body?: object }> = {
  "no credentials": { status: 401, headers: {} },
  "an unknown API key": { status: 401, headers: { "x-api-key": "sk_other" } },
  "an unknown Client ID": { status: 401, headers: { ...asPage, "x-client-id": "cli_other" } },
  "no origin": { status: 403, headers: { "x-client-id": "cli_sandbox" } },
  "a foreign origin": { status: 403, headers: { ...asPage, origin: "https://evil.example" } },
  "an origin that only begins like an allowed one": {
    status: 403,
    headers: { ...asPage, origin: `${SHOP}.evil.example` },
  },
  "another's destination": {
    status: 403,
    headers: asPage,
    body: {
      requests: [
        {
          destinationId: `${STRANGERS_WALLET}@eip155:8453#00000000:0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913`,
          amount: "1",
        },
      ],
    },
  },
  "a destination that is none": {
    status: 403,
    headers: asBackend,
    body: { requests: [{ destinationId: "mine", amount: "1" }] },
  },
  "another payee, named by a page": {
    status: 403,
    headers: asPage,
    body: { requests: [ours(STRANGERS_WALLET)] },
  },
};

for (const [name, { status, headers, body = one({}) }] of Object.entries(REFUSED)) {
  test(`POST /v2/secure-payments › ${name} gets ${status}`, async (t) => {
    const { call } = startSandbox(t);

    const answer = await call(status, { method: "POST", url: "/v2/secure-payments", headers, payload: body });

    assert.deepEqual(Object.keys(answer), ["statusCode", "message", "error"]);
    assert.equal(typeof answer.message, "string");
  });
}

test("POST /v2/secure-payments › a revoked Client ID gets 403", async (t) => {
  const { call } = startSandbox(t, { clients: merchants({ revoked: true }) });

  await call(403, { method: "POST", url: "/v2/secure-payments", headers: asPage, payload: one({}) });
});

test("POST /v2/secure-payments › a backend Client ID is not asked for its origin", async (t) => {
  const { create } = startSandbox(t, { clients: merchants({ allowedOrigins: [] }) });

  const { token } = await create(one({}), { "x-client-id": "cli_sandbox" });

  assert.ok(token);
});

test("POST /v2/secure-payments › broken JSON and other content types are refused in the documented form", async (t) => {
  const { call } = startSandbox(t);
  const send = (type: string, payload: string) => ({
    method: "POST" as const,
    url: "/v2/secure-payments",
    headers: { ...asPage, "content-type": type },
    payload,
  });

  const broken = await call(400, send("application/json", "{"));
  const plain = await call(415, send("text/plain", "{}"));

  assert.equal(broken.error, "Bad Request");
  assert.equal(plain.error, "Unsupported Media Type");
});

test("POST /v2/secure-payments › each Client ID collects into its own wallet", async (t) => {
  const { create, call } = startSandbox(t);

  const { token } = await create(one({}), asStranger);

  const link = await call(200, { url: `/v2/secure-payments/${token}`, headers: asPage });
  assert.equal(link.payee, STRANGERS_WALLET);
});
