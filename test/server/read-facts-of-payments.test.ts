import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PaymentSchema } from "../../server/request-network/api/upstream-schemas.ts";
import { paymentToFact, paymentToFacts } from "../../server/request-network/reconciler/read-facts.ts";

const AT = "2026-03-01T12:00:00.000Z";
const says = (fact: object | undefined) =>
  Object.fromEntries(Object.entries(fact ?? {}).filter(([, value]) => value !== undefined));

describe("a payment that a search has found", () => {
  const payment = (fields: object) =>
    paymentToFact(PaymentSchema.parse({ request: { requestId: "01ab", hasBeenPaid: true }, ...fields }));

  test("counts where its request is paid in full", () => {
    assert.equal(payment({ request: { requestId: "01ab", hasBeenPaid: false } }), undefined);
    assert.equal(payment({ request: undefined }), undefined);
    assert.equal(payment({})?.final, true);
  });

  test("tells of no money where its request is paid in part, but names the invoice currency", () => {
    const facts = (request: object | undefined) =>
      paymentToFacts(PaymentSchema.parse({ request, currency: "USD", timestamp: AT })).map(says);
    const terms = { kind: "request", paid: false, invoiceCurrency: "USD" };

    assert.deepEqual(facts({ requestId: "01ab", hasBeenPaid: false }), [terms]);
    assert.deepEqual(facts({ requestId: "01ab" }), [terms]);
    assert.deepEqual(facts(undefined), [terms]);
    const [paid, ...more] = facts({ requestId: "01ab", hasBeenPaid: true });
    assert.deepEqual([paid?.kind, paid?.invoiceCurrency, more], ["money", "USD", []]);
  });

  test("names what was received before what was configured, and the destination's hash before the source's", () => {
    const known = {
      currency: "USD",
      paymentCurrency: "USDC",
      destinationNetwork: "base",
      sourceTxHash: "0x1",
      timestamp: AT,
    };

    assert.deepEqual(says(payment(known)), {
      kind: "money",
      final: true,
      currency: "USDC",
      invoiceCurrency: "USD",
      network: "base",
      txHash: "0x1",
      at: Date.parse(AT),
    });
    const received = payment({
      ...known,
      receivedCurrency: "USDT",
      receivedNetwork: "bsc",
      destinationTxHash: "0x2",
    });
    assert.deepEqual([received?.currency, received?.network, received?.txHash], ["USDT", "bsc", "0x2"]);
    assert.equal(payment({ currency: "USDC", timestamp: "soon" })?.currency, "USDC");
    assert.equal(payment({ timestamp: "soon" })?.at, undefined);
  });
});
