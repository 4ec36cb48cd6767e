import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { RequestFact } from "../../../server/domain/facts.ts";
import { LinkStateSchema } from "../../../server/request-network/api/upstream-schemas.ts";
import { linkToFact } from "../../../server/request-network/reconciler/read-facts.ts";
import { NOW, PAYEE, STRANGER } from "../../helpers/events.ts";
import {
  calibration,
  confirmed,
  facts,
  factsOf,
  link,
  partial,
  READING,
  REQUEST,
  read,
  refunded,
  request,
  standing,
} from "../../helpers/standing.ts";

const reading = { policy: READING };
/** A request read in the form of 0.13.0: it names no terms. */
const plainRead = (fields: Partial<RequestFact> = {}) =>
  request({
    payee: undefined,
    invoiceCurrency: undefined,
    currency: undefined,
    network: undefined,
    amount: undefined,
    ...fields,
  });
const part = (fields = {}) => read({ final: false, total: "9.999999", ...fields });
const NOW_AND_LATER = [0, 60_000] as const;

describe("money in part, without a date", () => {
  test("that the first read finds is early, though the same read says unpaid", () => {
    const known = [link(), plainRead(), part({ first: true }), ...factsOf(confirmed())];

    const { status, reason } = standing(known, reading);

    assert.deepEqual({ status, reason }, { status: "review", reason: "paid_before_registration" });
  });

  test("that a later read finds may be older than the order, and what comes on top of it settles nothing", () => {
    const known = [link(), plainRead(), part()];

    assert.equal(standing(known, reading).status, "processing");
    assert.equal(standing([...known, ...factsOf(confirmed())], reading).status, "review");
  });

  test("is no older than the order where an earlier read had found nothing", () => {
    const [before, after] = NOW_AND_LATER.map((ms) => ms + plainRead().seenAt);
    const known = [link(), { ...plainRead(), seenAt: before ?? 0 }, { ...part(), seenAt: after ?? 0 }];

    assert.equal(standing(known, reading).status, "partially_paid");
    assert.equal(standing([...known, ...factsOf(confirmed())], reading).status, "paid");
  });
});

describe("a total that reaches the price by a part", () => {
  test("of a delivery in the payer's units pays nothing while more is expected", () => {
    const event = partial({ amount: "10.005", totalAmountPaid: "10.005", expectedAmount: "10.01" });

    assert.equal(standing([link(), ...factsOf(event)], reading).status, "partially_paid");
  });

  test("of a read that says unpaid pays nothing", () => {
    const inPayersToken = read({ final: false, total: "10.5", expected: "10", currency: "USDC", at: NOW });

    assert.equal(standing([link(), request(), inPayersToken], reading).status, "partially_paid");
  });
});

test("the request id of a fee leg is not bound by its link", () => {
  const fee = confirmed({
    amount: "0.01",
    totalAmountPaid: "0.01",
    expectedAmount: "0.01",
    payee: undefined,
  });
  const known = [link({ requestIds: ["01item", REQUEST] }), plainRead({ paid: true }), ...factsOf(fee)];

  const { status, payable } = standing(known, reading);

  assert.deepEqual({ status, payable }, { status: "processing", payable: false });
});

test("a signed event alone shows no link of which a read may still name the payee", () => {
  const named = facts({ kind: "named", ofToken: true, requestIds: [REQUEST] });

  assert.equal(standing(named, reading).payable, false);
  assert.equal(standing(named).payable, true);
});

test("a token read that names no payee shows no link, without a signed event", () => {
  const known = [calibration({ namesPayee: false }), link({ payee: undefined })];

  assert.equal(standing(known, reading).payable, false);
});

describe("no amount is named", () => {
  const testCoins = {
    amount: "24999",
    totalAmountPaid: "24999",
    expectedAmount: "24999",
    network: "sepolia",
  };

  test("of money on another network, whether or not a read says so, too", () => {
    const told = factsOf(confirmed(testCoins));
    const onTestnet = link({ currency: "USDC-sepolia", network: "sepolia", amount: "24999000000" });

    for (const known of [told, [onTestnet, ...told]]) {
      const { reason, amountPaid } = standing(known, reading);
      assert.deepEqual({ reason, amountPaid }, { reason: "wrong_network", amountPaid: "0" });
    }
  });

  test("of early money by a link that nothing verifies, nor signs as ours", () => {
    const completed = link({ state: "completed", payee: undefined, amount: undefined, currency: undefined });
    const known = [completed, plainRead({ paid: true }), read({ total: "24999", first: true })];

    const { status, amountPaid } = standing(known, reading);

    assert.deepEqual({ status, amountPaid }, { status: "processing", amountPaid: "0" });
  });

  test("of a link that asks for less, where nothing signs it as ours or confirms the wallet", () => {
    const completed = link({ state: "completed", payee: undefined, amount: undefined, currency: undefined });
    const known = [
      completed,
      plainRead({ paid: true, amount: "9.99" }),
      read({ total: "9.99", expected: "9.99" }),
    ];

    const { status, amountPaid, payable } = standing(known, reading);

    assert.deepEqual(
      { status, amountPaid, payable },
      { status: "processing", amountPaid: "0", payable: false },
    );
  });

  test("of a refund of money that went to a stranger", () => {
    for (const fields of [{}, { refundAmount: "24999" }]) {
      const known = factsOf(confirmed({ payee: STRANGER }), refunded(fields));
      const { status, amountRefunded } = standing(known, reading);

      assert.deepEqual({ status, amountRefunded }, { status: "review", amountRefunded: null });
    }
    const byForeignLink = [link({ payee: STRANGER }), ...factsOf(confirmed(), refunded())];
    assert.equal(standing(byForeignLink, reading).amountRefunded, null);
    assert.equal(standing(factsOf(confirmed({ payee: PAYEE }), refunded())).status, "refunded");
  });
});

describe("a source that contradicts itself verifies nothing", () => {
  test("by a currency id of another network than the one beside it", () => {
    for (const known of [
      link({ currency: "USDC-sepolia", network: "base" }),
      request({ currency: "USDC-sepolia", network: "base" }),
      request({ currency: "USDC-base", network: "optimism" }),
    ])
      assert.equal(standing([known], reading).terms, "refuted");
  });

  test("by an invoice currency of a testnet for a price on a mainnet", () => {
    for (const invoiceCurrency of ["USDC-sepolia", "USD-sepolia"])
      assert.equal(standing([request({ invoiceCurrency })], reading).terms, "refuted");
    const ofTestnet = { currency: "USDC-sepolia", policy: READING };
    assert.notEqual(
      standing(
        [request({ invoiceCurrency: "USDC", currency: "USDC-sepolia", network: "sepolia" })],
        ofTestnet,
      ).terms,
      "refuted",
    );
  });

  test("by a destination that is another wallet than the payee", () => {
    const read = (payee: string, walletAddress: string) =>
      linkToFact({
        status: 200,
        link: LinkStateSchema.parse({ requestIds: [REQUEST], payee, destination: { walletAddress } }),
      })?.payee;

    assert.equal(read(STRANGER, PAYEE), undefined);
    assert.equal(read(PAYEE, STRANGER), undefined);
    assert.equal(read(`${PAYEE}@eip155:8453#ABCD1234`, PAYEE.toLowerCase()), PAYEE.toLowerCase());
  });
});
