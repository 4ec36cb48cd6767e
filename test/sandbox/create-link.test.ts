import assert from "node:assert/strict";
import { test } from "node:test";
import { findCurrency } from "../../demo/sandbox/model/currencies.ts";
import { toDestinationId } from "../../demo/sandbox/model/destination.ts";
import { asBackend, asPage, PAYEE, startSandbox } from "./harness.ts";
import { requirePublishedAnswer, requirePublishedRequest } from "./published-schema.ts";

const CREATE = "POST /v2/secure-payments";
const currency = findCurrency("USDC-base");
assert.ok(currency);
const destinationId = toDestinationId({ payee: PAYEE, currency });

const BODIES = {
  "the bound destination": { requests: [{ amount: "10" }] },
  "a destination id": { requests: [{ destinationId, amount: "0.000001" }] },
  "a batch": { requests: [{ amount: "10" }, { amount: "5" }] },
  "everything optional": {
    requests: [{ amount: "10" }],
    feePercentage: "2.5",
    feeAddress: PAYEE,
    reference: "INV-1",
    payerIdentifier: "payer-1",
    redirectUrl: "https://shop.example/thanks?order=1",
    redirectLabel: "Back to the shop",
    accessPolicy: {
      mode: "off",
      screeningProvider: "hypernative",
      hidePayeeAddress: true,
      allowedPayerAddresses: [],
    },
  },
};

for (const [name, body] of Object.entries(BODIES)) {
  test(`POST /v2/secure-payments › ${name} is as published, and so is its answer`, async (t) => {
    const { call } = startSandbox(t);

    const answer = await call(201, {
      method: "POST",
      url: "/v2/secure-payments",
      headers: asPage,
      payload: body,
    });

    requirePublishedRequest(CREATE, body);
    requirePublishedAnswer(CREATE, 201, answer);
    assert.equal((answer.requestIds as string[]).length, body.requests.length);
  });
}

test("POST /v2/secure-payments › ids and token have their documented forms", async (t) => {
  const { create } = startSandbox(t, { publicUrl: "https://pay.example" });

  const { requestId, token, securePaymentUrl } = await create();

  assert.match(requestId, /^01[0-9a-f]{64}$/);
  assert.match(token, /^[0-9A-HJKMNP-TV-Z]{26}$/);
  assert.equal(securePaymentUrl, `https://pay.example/?token=${token}`);
});

test("POST /v2/secure-payments › the pay URL takes the other documented form where it is asked for", async (t) => {
  const { create } = startSandbox(t, { publicUrl: "https://pay.example", payUrlForm: "path" });

  const { token, securePaymentUrl } = await create();

  assert.equal(securePaymentUrl, `https://pay.example/${token}`);
});

test("POST /v2/secure-payments › the guide's own curl command creates a link over real HTTP", async (t) => {
  const { app } = startSandbox(t);
  const api = await app.listen({ host: "127.0.0.1", port: 0 });

  const response = await fetch(`${api}/v2/secure-payments`, {
    method: "POST",
    headers: { "x-api-key": "sk_sandbox", "Content-Type": "application/json" },
    body: `{
      "requests": [
        { "payee": "${PAYEE}", "amount": "10", "invoiceCurrency": "USDC-base", "paymentCurrency": "USDC-base" }
      ]
    }`,
  });
  const answer = await response.json();

  assert.equal(response.status, 201);
  requirePublishedAnswer(CREATE, 201, answer);
  assert.equal(answer.securePaymentUrl, `${api}/?token=${answer.token}`);
});

test("POST /v2/secure-payments › a fee plan is null where the currency is no stablecoin", async (t) => {
  const { call } = startSandbox(t);
  const item = { payee: PAYEE, amount: "1", invoiceCurrency: "FAU-sepolia", paymentCurrency: "FAU-sepolia" };

  const answer = await call(201, {
    method: "POST",
    url: "/v2/secure-payments",
    headers: asBackend,
    payload: { requests: [item] },
  });

  requirePublishedAnswer(CREATE, 201, answer);
  assert.equal(answer.feePlan, null);
});
