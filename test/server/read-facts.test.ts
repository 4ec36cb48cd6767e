import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  PaymentSchema,
  RequestStateSchema,
  RequestsPageSchema,
} from "../../server/request-network/api/upstream-schemas.ts";
import {
  listedToFacts,
  paymentToFact,
  requestToFacts,
} from "../../server/request-network/reconciler/read-facts.ts";
import { PAYEE } from "../helpers/events.ts";

const AT = "2026-03-01T12:00:00.000Z";
const request = (fields: object, isFirst = false) =>
  requestToFacts(RequestStateSchema.parse(fields), isFirst ? { firstOf: "T1" } : {});
const money = (fields: object, isFirst = false) =>
  request(fields, isFirst).find(({ kind }) => kind === "money");
const says = (fact: object | undefined) =>
  Object.fromEntries(Object.entries(fact ?? {}).filter(([, value]) => value !== undefined));

describe("a request read", () => {
  test("in the form of 0.31.0 names the terms", () => {
    const [terms, ...more] = request({
      hasBeenPaid: false,
      payee: PAYEE.toLowerCase(),
      network: "base",
      requestAmount: "10.00",
      invoiceCurrency: "USD",
      paymentCurrency: "USDC",
      payments: [],
    });

    assert.deepEqual(terms, {
      kind: "request",
      paid: false,
      payee: PAYEE.toLowerCase(),
      invoiceCurrency: "USD",
      currency: "USDC",
      network: "base",
      amount: "10",
    });
    assert.deepEqual(more, []);
  });

  test("in the form of 0.13.0 says whether it is paid, and nothing else", () => {
    assert.deepEqual(says(request({ hasBeenPaid: false })[0]), { kind: "request", paid: false });
    assert.deepEqual(says(request({})[0]), { kind: "request", paid: false });
  });

  test("of another shape says nothing wrong", () => {
    const odd = {
      hasBeenPaid: "yes",
      payee: 7,
      requestAmount: 10,
      payments: "none",
      conversionBreakdown: [],
    };

    assert.deepEqual(request(odd).map(says), [{ kind: "request", paid: false }]);
  });

  test("of a paid request tells of money, by the transaction's date and hash", () => {
    const payment = {
      amount: "10",
      timestamp: AT,
      sourceNetwork: "polygon",
      destinationNetwork: "base",
      sourceTxHash: "0x1",
      destinationTxHash: "0x2",
      receivedCurrency: "USDC",
    };

    assert.deepEqual(
      says(money({ hasBeenPaid: true, requestAmount: "10", txHash: "0x9", payments: [payment] })),
      {
        kind: "money",
        final: true,
        expected: "10",
        currency: "USDC",
        network: "base",
        txHash: "0x2",
        at: Date.parse(AT),
        wholePayments: 1,
      },
    );
    assert.equal(
      says(money({ hasBeenPaid: true, txHash: "0x9", payments: [{ sourceTxHash: "0x1" }] })).txHash,
      "0x1",
    );
    assert.deepEqual(says(money({ hasBeenPaid: true, txHash: "0x9" })), {
      kind: "money",
      final: true,
      txHash: "0x9",
    });
    assert.equal(
      says(money({ hasBeenPaid: true, payments: [{ receivedNetwork: "base", destinationNetwork: "x" }] }))
        .network,
      "base",
    );
  });

  test("dates money by its oldest part, and marks what the first read has found", () => {
    const later = "2026-03-02T00:00:00Z";
    const known = {
      hasBeenPaid: true,
      payments: [{ timestamp: later }, {}],
      conversionBreakdown: { payments: [{ timestamp: AT }] },
    };

    assert.equal(says(money(known)).at, Date.parse(AT));
    assert.equal(says(money(known)).first, undefined);
    assert.equal(says(money(known, true)).first, true);
  });

  test("of a part names what has arrived, and of nothing no money", () => {
    assert.equal(says(money({ conversionBreakdown: { paidAmount: "4.0" } })).total, "4");
    assert.equal(says(money({ hasBeenPaid: false, paidAmount: "4" })).total, "4");
    assert.equal(money({ hasBeenPaid: false, paidAmount: "0" }), undefined);
    assert.equal(money({ hasBeenPaid: false, conversionBreakdown: { paidAmount: "0" } }), undefined);
  });

  test("does not take what the payer gave for what has arrived", () => {
    assert.equal(says(money({ hasBeenPaid: true, paidAmount: "10.03" })).total, undefined);
    assert.equal(
      says(money({ hasBeenPaid: true, paidAmount: "10.03", conversionBreakdown: { paidAmount: "10" } }))
        .total,
      "10",
    );
  });

  test("names an excess on one network, and none of a cross-chain route", () => {
    const over = (fields: object) =>
      says(
        money({
          hasBeenPaid: true,
          requestAmount: "10",
          payments: [{ amount: "10", excessAmount: "1", ...fields }],
        }),
      ).total;

    assert.equal(over({ sourceNetwork: "base", destinationNetwork: "base" }), "11");
    assert.equal(over({ sourceNetwork: "polygon", destinationNetwork: "base" }), undefined);
    assert.equal(over({ sourceNetwork: "base", destinationNetwork: "base", excessAmount: "0" }), undefined);
    const unasked = { hasBeenPaid: true, payments: [{ amount: "10", excessAmount: "1" }] };
    assert.deepEqual(says(money(unasked)), { kind: "money", final: true });
  });

  test("counts the payments that alone cover what was asked for", () => {
    const paid = (...amounts: string[]) =>
      says(money({ hasBeenPaid: true, requestAmount: "10", payments: amounts.map((amount) => ({ amount })) }))
        .wholePayments;

    assert.deepEqual([paid("10", "10.5"), paid("4", "6"), paid("10", "odd")], [2, 0, 1]);
  });
});

test("an item of the request list names the terms, and money where it is paid", () => {
  const [item] = RequestsPageSchema.parse({
    requests: [
      {
        requestId: "01ab",
        payee: PAYEE,
        amount: "10",
        invoiceCurrency: "USDC",
        paymentCurrency: "USDC-base",
        hasBeenPaid: true,
        txHash: "0x1",
      },
      "no item",
    ],
  }).requests;
  assert.ok(item);

  assert.deepEqual(listedToFacts(item).map(says), [
    {
      kind: "request",
      paid: true,
      payee: PAYEE,
      invoiceCurrency: "USDC",
      currency: "USDC-base",
      amount: "10",
    },
    { kind: "money", final: true, txHash: "0x1" },
  ]);
  assert.equal(listedToFacts({ ...item, hasBeenPaid: false }).length, 1);
});

describe("a payment that a search has found", () => {
  const payment = (fields: object) =>
    paymentToFact(PaymentSchema.parse({ request: { requestId: "01ab", hasBeenPaid: true }, ...fields }));

  test("counts where its request is paid in full", () => {
    assert.equal(payment({ request: { requestId: "01ab", hasBeenPaid: false } }), undefined);
    assert.equal(payment({ request: undefined }), undefined);
    assert.equal(payment({})?.final, true);
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
