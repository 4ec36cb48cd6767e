import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { toAmount } from "../../../server/domain/amount.ts";
import { derive } from "../../../server/domain/derive.ts";
import { type Fact, type FactBody, type FactSource, factsOfKind } from "../../../server/domain/facts.ts";
import { DAY, NOW, PAYEE, STRANGER } from "../../helpers/events.ts";
import { scaled } from "../../helpers/scale.ts";
import { order, READING, REQUEST } from "../../helpers/standing.ts";

const HOUR = 60 * 60_000;
const maybe = <T>(...values: T[]) => fc.constantFrom(undefined, ...values);
const amount = maybe("0", "0.000001", "4", "9.999999", "10", "10.00", "10000000", "25000");
const currency = maybe(
  "USDC",
  "USDC-base",
  "USDC-polygon",
  "USDC-sepolia",
  "USD",
  "USDT",
  "USDT0",
  "FAU",
  "fUSDC",
  "EUR",
  "ETH-base-base",
);
const network = maybe("base", "BASE", "8453", "polygon", "mainnet", "sepolia", "11155111", "some-chain");
const payee = maybe(PAYEE, `${PAYEE}@eip155:8453`, "0x6923…C7D7", STRANGER);
const time = fc.constantFrom(NOW - DAY, NOW - 16 * 60_000, NOW - 60_000, NOW, NOW + HOUR, NOW + 8 * DAY);
const at = fc.option(time, { nil: undefined });
const ids = fc.constantFrom<string[]>([REQUEST], [REQUEST, "01fee"], ["01ff"], []);

const body: fc.Arbitrary<FactBody> = fc.oneof(
  fc.record({
    kind: fc.constant("money" as const),
    final: fc.boolean(),
    amount,
    total: amount,
    expected: amount,
    currency,
    paymentCurrency: currency,
    network,
    payee,
    payers: maybe([PAYEE], [STRANGER]),
    txHash: maybe("0x1", "0x2"),
    at,
    first: maybe(true as const),
    wholePayments: maybe(0, 1, 2),
  }),
  fc.record({
    kind: fc.constant("request" as const),
    paid: fc.boolean(),
    payee,
    invoiceCurrency: currency,
    currency,
    network,
    amount,
  }),
  fc.record({
    kind: fc.constant("link" as const),
    requestIds: ids,
    state: maybe("open" as const, "completed" as const, "in_progress" as const),
    payee,
    amount,
    currency,
    network,
    several: maybe(true as const),
    outgoing: maybe(true as const),
  }),
  fc.record({
    kind: fc.constant("calibration" as const),
    at: time,
    payee,
    currency,
    linkUnit: maybe("human" as const, "base" as const),
    tokenReads: fc.constantFrom("open" as const, "closed" as const, "unknown" as const),
    namesPayee: maybe(true, false),
  }),
  fc.record({ kind: fc.constant("named" as const), ofToken: maybe(true), requestIds: ids }),
  fc.record({
    kind: fc.constant("wallet" as const),
    step: fc.constantFrom("connected" as const, "sent" as const, "approved" as const),
    at,
  }),
  fc.record({
    kind: fc.constant("screening" as const),
    by: fc.constantFrom("kyt" as const, "allowlist" as const),
    status: fc.constantFrom("approved" as const, "rejected" as const),
    at,
  }),
  fc.record({ kind: fc.constant("failure" as const), at }),
  fc.record({
    kind: fc.constant("refund" as const),
    amount,
    currency,
    to: maybe("0xAA", "0xBB"),
    at,
    txHash: maybe("0x8", "0x9"),
  }),
  fc.record({ kind: fc.constant("closed" as const), at: time }),
);
/** Each kind comes from where it can come from. */
const SOURCES: Record<string, readonly FactSource[]> = {
  money: ["delivery", "request_read", "payments_read", "list_read"],
  request: ["request_read", "list_read"],
  link: ["link_read"],
  calibration: ["calibration"],
  closed: ["link_read"],
};
const fact: fc.Arbitrary<Fact> = body.chain((one) =>
  fc
    .record({ source: fc.constantFrom(...(SOURCES[one.kind] ?? ["delivery" as const])), seenAt: time })
    .map((where) => ({ ...one, ...where }) as Fact),
);
const facts = fc.array(fact, { maxLength: 7 });
const anyOrder = fc
  .record({
    createdBy: fc.constantFrom("browser" as const, "companion" as const),
    corroborate: fc.boolean(),
    canRead: fc.boolean(),
    wallets: fc.constantFrom([PAYEE.toLowerCase()], []),
    form: fc.constantFrom("guide" as const, "bound" as const),
  })
  .map(({ createdBy, corroborate, canRead, wallets, form }) =>
    order({
      createdBy,
      policy: {
        ...READING,
        corroborate,
        canRead,
        canReadTokens: canRead,
        wallets,
        creation: form === "guide" ? READING.creation : { form },
      },
    }),
  );

describe("derive, whatever is known", () => {
  test("never depends on the order or the number of the facts", () => {
    fc.assert(
      fc.property(anyOrder, facts, fc.infiniteStream(fc.nat()), time, (one, known, random, now) => {
        const expected = derive(one, known, now);
        const shuffled = [...known, ...known.slice(0, 2)].sort(() => (Number(random.next().value) % 3) - 1);

        assert.deepEqual(derive(one, shuffled, now), expected);
      }),
      { numRuns: scaled(600, 3000) },
    );
  });

  test("names no amount while the terms are unverified, and shows no URL of a refuted link", () => {
    fc.assert(
      fc.property(anyOrder, facts, time, (one, known, now) => {
        const { unverifiedSince, amountPaid, terms, payable, status } = derive(one, known, now);

        if (unverifiedSince !== null && status !== "refunded") assert.equal(amountPaid, "0");
        if (terms === "refuted") assert.equal(payable, false);
      }),
      { numRuns: scaled(600, 3000) },
    );
  });

  test("is never paid where a source names a stranger's wallet, another request, or less than the price", () => {
    const spoils: fc.Arbitrary<FactBody> = fc.constantFrom<FactBody>(
      { kind: "request", paid: true, payee: STRANGER },
      { kind: "request", paid: true, payee: PAYEE, invoiceCurrency: "FAU" },
      { kind: "request", paid: true, payee: PAYEE, currency: "USDT" },
      { kind: "request", paid: true, network: "optimism" },
      { kind: "request", paid: true, amount: "9.999999" },
      { kind: "link", requestIds: [REQUEST], payee: STRANGER },
      { kind: "link", requestIds: ["01ff"] },
      { kind: "link", requestIds: [REQUEST], several: true },
      { kind: "link", requestIds: [REQUEST], outgoing: true },
      { kind: "link", requestIds: [REQUEST], amount: "9.999999" },
    );
    const browser = anyOrder.map((one) => ({
      ...one,
      createdBy: "browser" as const,
      policy: { ...one.policy, wallets: [PAYEE.toLowerCase()] },
    }));
    fc.assert(
      fc.property(browser, facts, spoils, time, (one, known, spoil, now) => {
        const source = spoil.kind === "link" ? "link_read" : "request_read";

        assert.notEqual(derive(one, [...known, { ...spoil, source, seenAt: NOW }], now).status, "paid");
      }),
      { numRuns: scaled(600, 3000) },
    );
  });

  test("paid is left only for refunded or review, whatever is learned later", () => {
    fc.assert(
      fc.property(anyOrder, facts, facts, time, (one, known, more, now) => {
        const before = derive(one, known, now);
        const after = derive(one, [...known, ...more.filter(({ kind }) => kind !== "calibration")], now);

        if (before.status === "paid") assert.match(after.status, /^(?:paid|refunded|review)$/);
      }),
      { numRuns: scaled(1200, 6000) },
    );
  });

  test("paid brings at least the price", () => {
    fc.assert(
      fc.property(anyOrder, facts, time, (one, known, now) => {
        const { status, amountPaid } = derive(one, known, now);

        if (status === "paid") assert.ok(toAmount(amountPaid).gte(toAmount(one.amount)));
      }),
      { numRuns: scaled(600, 3000) },
    );
  });

  test("is not changed by a report of a refund that names no payer, or no transaction", () => {
    fc.assert(
      fc.property(anyOrder, facts, maybe("to", "txHash"), time, (one, known, field, now) => {
        const less = factsOfKind(known, "refund").map((refund) => ({ ...refund, [field ?? ""]: undefined }));

        assert.deepEqual(derive(one, [...known, ...less], now), derive(one, known, now));
      }),
      { numRuns: scaled(600, 3000) },
    );
  });
});
