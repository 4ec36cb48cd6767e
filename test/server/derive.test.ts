import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { derive, type Order, type Standing } from "../../server/checkouts/derive.ts";
import type { Fact, LinkFact } from "../../server/checkouts/facts.ts";
import { WebhookEventSchema } from "../../server/contract.ts";
import { toFacts } from "../../server/webhooks/event-to-facts.ts";
import {
  at,
  DAY,
  type EventFields,
  NOW,
  PAYEE,
  paymentEvent,
  STRANGER,
  userEvent,
} from "../helpers/events.ts";

const REQUEST = "01ab";

const confirmed = (fields: EventFields = {}) => paymentEvent(REQUEST, fields);
const partial = (fields: EventFields = {}) =>
  paymentEvent(REQUEST, {
    event: "payment.partial",
    amount: "4",
    totalAmountPaid: "4",
    txHash: "0xAA00",
    ...fields,
  });
const failed = (fields: EventFields = {}) => ({
  event: "payment.failed",
  requestId: REQUEST,
  timestamp: at(4),
  ...fields,
});
const refunded = (fields: EventFields = {}) => ({
  event: "payment.refunded",
  requestId: REQUEST,
  timestamp: at(60),
  ...fields,
});
const wallet = (name: string, fields: EventFields = {}) => userEvent(REQUEST, name, fields);

function factsOf(...events: EventFields[]): Fact[] {
  return events.flatMap((event) =>
    toFacts(WebhookEventSchema.parse(event)).map(({ fact }) => ({ ...fact, source: "delivery" as const })),
  );
}

function link(fields: Partial<LinkFact> = {}): Fact {
  return {
    kind: "link",
    source: "link_read",
    requestIds: [REQUEST],
    payee: PAYEE,
    amount: "10",
    currency: "USDC-base",
    ...fields,
  };
}

/** A read of `GET /v2/request/{id}`: it names neither currency nor payee. */
function read(fields: { final: boolean; total?: string; expected?: string }): Fact {
  return { kind: "money", source: "request_read", ...fields };
}

function standing(facts: Fact[], { now = NOW, ...order }: Partial<Order> & { now?: number } = {}): Standing {
  return derive({
    order: {
      amount: "10",
      currency: "USDC-base",
      requestId: REQUEST,
      createdBy: "browser",
      registeredAt: NOW,
      expiresAt: NOW + 7 * DAY,
      ...order,
    },
    facts,
    payees: [PAYEE.toLowerCase()],
    now,
  });
}

const status = (facts: Fact[], options: Parameters<typeof standing>[1] = {}) =>
  standing(facts, options).status;

describe("derive", () => {
  describe("before the money", () => {
    test("a link that nobody has touched is pending and ends with its time", () => {
      const { status, dueAt } = standing([]);

      assert.equal(status, "pending");
      assert.equal(dueAt, NOW + 7 * DAY);
    });

    test("an approval in the wallet is processing, what comes before it is not", () => {
      assert.equal(status(factsOf(wallet("wallet_connected"), wallet("payment_sent_to_wallet"))), "pending");
      assert.equal(status(factsOf(wallet("payment_approved_in_wallet"))), "processing");
    });

    test("a failure stands until something later is in the wallet", () => {
      const approved = (minutes: number) => wallet("payment_approved_in_wallet", { occurredAt: at(minutes) });

      assert.equal(status(factsOf(approved(3), failed())), "failed");
      assert.equal(status(factsOf(approved(9), failed())), "processing");
    });

    test("a failure without a date is not undone by what may have been earlier", () => {
      assert.equal(
        status(factsOf(wallet("payment_approved_in_wallet"), failed({ timestamp: undefined }))),
        "failed",
      );
    });

    test("a link is expired when its time is over and nothing came", () => {
      assert.equal(status([], { now: NOW + 7 * DAY - 1 }), "pending");
      assert.equal(status([], { now: NOW + 7 * DAY }), "expired");
    });

    test("a payment in the wallet keeps the link open for an hour more", () => {
      const facts = factsOf(wallet("payment_sent_to_wallet"));

      assert.equal(status(facts, { now: NOW + 7 * DAY + 59 * 60_000 }), "pending");
      assert.equal(status(facts, { now: NOW + 7 * DAY + 60 * 60_000 }), "expired");
      assert.equal(standing(facts).dueAt, NOW + 7 * DAY + 60 * 60_000);
    });
  });

  describe("paid", () => {
    test("the whole price makes it paid, in whatever spelling of the amount", () => {
      for (const total of ["10", "10.0", "10.00"]) {
        assert.deepEqual(standing(factsOf(confirmed({ totalAmountPaid: total }))), {
          status: "paid",
          amountPaid: "10",
          amountRefunded: null,
          excess: null,
          late: false,
          reason: null,
          proven: true,
          payable: false,
          dueAt: null,
        });
      }
    });

    test("the amounts decide, not the event's name", () => {
      assert.equal(status(factsOf(partial({ totalAmountPaid: "10" }))), "paid");
    });

    test("totals are taken as stated, never summed over transactions", () => {
      const halves = factsOf(
        partial({ totalAmountPaid: "5", txHash: "0x1" }),
        partial({ totalAmountPaid: "5", txHash: "0x2" }),
      );

      assert.equal(status(halves), "partially_paid");
    });

    test("less than the price is partially paid, and open to the rest", () => {
      const { status, amountPaid, payable } = standing(factsOf(partial(), wallet("wallet_connected")), {
        createdBy: "companion",
      });

      assert.deepEqual(
        { status, amountPaid, payable },
        { status: "partially_paid", amountPaid: "4", payable: true },
      );
    });

    test("a partial payment does not expire", () => {
      assert.equal(status(factsOf(partial()), { now: NOW + 30 * DAY }), "partially_paid");
    });

    test("more than the price is paid, with the excess", () => {
      const { status, excess } = standing(factsOf(confirmed({ amount: "12.5", totalAmountPaid: "12.5" })));

      assert.deepEqual({ status, excess }, { status: "paid", excess: "2.5" });
    });

    test("a second transaction after the whole price is a second payment", () => {
      const { status, reason, excess } = standing(
        factsOf(confirmed(), confirmed({ txHash: "0xAA02", totalAmountPaid: "20", timestamp: at(9) })),
      );

      assert.deepEqual(
        { status, reason, excess },
        { status: "paid", reason: "second_payment", excess: "10" },
      );
    });

    test("two halves are no second payment", () => {
      assert.equal(standing(factsOf(partial(), confirmed({ amount: "6", txHash: "0xAA02" }))).reason, null);
    });

    test("one transaction whose hash is spelt in two ways is one payment", () => {
      assert.equal(
        standing(
          factsOf(
            confirmed({ txHash: "0xAB" }),
            confirmed({ txHash: "0xab", event: "payment.confirmed.checkout" }),
          ),
        ).reason,
        null,
      );
    });

    test("money that is dated after expiry is late", () => {
      const late = confirmed({ timestamp: at(7 * 24 * 60 + 1) });

      assert.equal(standing(factsOf(late)).late, true);
      assert.equal(status(factsOf(late), { now: NOW + 8 * DAY }), "paid");
    });

    test("an event without a date is neither late nor early", () => {
      const { status, late } = standing(factsOf(confirmed({ timestamp: undefined })));

      assert.deepEqual({ status, late }, { status: "paid", late: false });
    });

    test("a fiat leg that bounces leaves it paid, with the reason", () => {
      const bounced = {
        event: "payment.processing",
        requestId: REQUEST,
        subStatus: "bounced",
        timestamp: at(20),
      };
      const { status, reason } = standing(factsOf(confirmed(), bounced));

      assert.deepEqual({ status, reason }, { status: "paid", reason: "offramp_bounced" });
    });

    test("what the payer held does not matter", () => {
      assert.equal(status(factsOf(confirmed({ paymentCurrency: "USDT" }))), "paid");
    });

    test("addresses compare in whatever case, networks by any of their names", () => {
      assert.equal(status(factsOf(confirmed({ payee: PAYEE.toUpperCase().replace("0X", "0x") }))), "paid");
      assert.equal(status(factsOf(confirmed({ network: "ethereum" })), { currency: "USDC-mainnet" }), "paid");
      assert.equal(status(factsOf(confirmed({ currency: "USDC-base", network: undefined }))), "paid");
    });

    test("a total that is not stated is what a paid link asks for", () => {
      assert.equal(status(factsOf(confirmed({ totalAmountPaid: undefined }))), "paid");
      assert.equal(
        status(factsOf(confirmed({ totalAmountPaid: undefined, expectedAmount: "3", amount: "3" }))),
        "review",
      );
    });
  });

  describe("review", () => {
    const doubtful: [string, EventFields, Standing["reason"]][] = [
      ["another currency", { currency: "FAU" }, "wrong_currency"],
      ["another network", { network: "sepolia" }, "wrong_network"],
      ["another payee", { payee: STRANGER }, "wrong_payee"],
      [
        "a link below the price, paid in full",
        { amount: "1", totalAmountPaid: "1", expectedAmount: "1" },
        "below_price",
      ],
      ["a final total below the price", { totalAmountPaid: "9.99" }, "below_price"],
      ["money long before the registration", { timestamp: at(-16) }, "paid_before_registration"],
      ["no currency at all", { currency: undefined, network: undefined }, "amount_unknown"],
    ];
    for (const [name, fields, reason] of doubtful) {
      test(`${name} is never silently paid: ${reason}`, () => {
        const { status, reason: actual, payable } = standing(factsOf(confirmed(fields)));

        assert.deepEqual({ status, actual, payable }, { status: "review", actual: reason, payable: false });
      });
    }

    test("a partial payment of a link below the price is for review at once", () => {
      assert.equal(
        standing(factsOf(partial({ totalAmountPaid: "0.5", expectedAmount: "1" }))).reason,
        "below_price",
      );
    });

    test("money shortly before the registration is the payer being quick", () => {
      assert.equal(status(factsOf(confirmed({ timestamp: at(-14) }))), "paid");
    });

    test("the right money beside the wrong one is paid", () => {
      assert.equal(
        status(factsOf(confirmed({ currency: "FAU", txHash: "0x1" }), confirmed({ txHash: "0x2" }))),
        "paid",
      );
    });

    test("money from another network counts once the link itself was read", () => {
      assert.equal(status([link(), ...factsOf(confirmed({ network: "optimism" }))]), "paid");
    });
  });

  describe("proof", () => {
    const seenPaid = read({ final: true, total: "10" });

    test("a read proves payment, not ownership", () => {
      const { status, reason, payable } = standing([seenPaid]);

      assert.deepEqual(
        { status, reason, payable },
        { status: "review", reason: "owner_unproven", payable: false },
      );
    });

    test("a link that the companion created needs no other proof", () => {
      assert.equal(status([seenPaid], { createdBy: "companion" }), "paid");
      assert.equal(standing([], { createdBy: "companion" }).payable, true);
    });

    test("a signed delivery that names the request id proves the link", () => {
      assert.equal(standing([]).proven, false);
      assert.equal(standing(factsOf(wallet("wallet_connected"))).proven, true);
    });

    test("a signed delivery that names only the token proves the link", () => {
      const named: Fact = { kind: "named", source: "delivery", ofToken: true, requestIds: [] };

      assert.equal(standing([named]).proven, true);
    });

    test("a token that belongs to another request id proves nothing", () => {
      const foreign: Fact = { kind: "named", source: "delivery", ofToken: true, requestIds: ["01ff"] };
      const bare: Fact = { kind: "named", source: "delivery", ofToken: true, requestIds: [] };

      assert.equal(standing([foreign]).proven, false);
      assert.equal(standing([foreign, bare]).proven, false);
    });

    test("a link that was read and is what we sold is proven", () => {
      assert.equal(status([link(), seenPaid]), "paid");
      assert.equal(status([link({ amount: "12" }), seenPaid]), "paid");
    });

    const foreign: [string, Partial<LinkFact>][] = [
      ["less than the price", { amount: "9.99" }],
      ["another currency", { currency: "FAU-base" }],
      ["another network", { currency: "USDC-optimism" }],
      ["another request id", { requestIds: ["01ff"] }],
      ["no wallet", { payee: undefined }],
    ];
    test("an amount in base units is known for what it is", () => {
      assert.equal(standing([link({ amount: "10000000" })]).proven, true);
      assert.equal(standing([link({ amount: "5000000" })]).proven, false);
      assert.equal(standing([link({ amount: "25" })]).proven, true);
    });

    test("a read without a date does not say that the money is younger than the checkout", () => {
      const old = factsOf(confirmed({ timestamp: at(-60) }));

      assert.equal(standing([...old, seenPaid]).status, "review");
      assert.equal(standing([...old, { ...seenPaid, at: NOW + 1 } as Fact]).status, "paid");
    });

    test("a read without a date has that of its transaction, where another read gives it", () => {
      const named = factsOf(wallet("wallet_connected"));
      const request = { ...seenPaid, txHash: "0xAB" } as Fact;
      const payment = (minutes: number): Fact => ({
        kind: "money",
        source: "payments_read",
        final: true,
        currency: "USDC",
        network: "base",
        txHash: "0xab",
        at: NOW + minutes * 60_000,
      });

      assert.equal(status([...named, request, payment(5)]), "paid");
      assert.equal(standing([...named, request, payment(-60)]).status, "review");
      assert.equal(standing([...named, request, { ...payment(5), txHash: "0xcd" } as Fact]).status, "review");
    });

    for (const [name, fields] of foreign) {
      test(`a link that was read and names ${name} proves nothing`, () => {
        assert.equal(standing([link(fields)]).proven, false);
      });
    }

    test("a read that names another wallet refutes, whatever else there is", () => {
      const facts = [link({ payee: STRANGER }), ...factsOf(confirmed({ payee: undefined }))];
      const { status, reason, proven } = standing(facts, { createdBy: "companion" });

      assert.deepEqual(
        { status, reason, proven },
        { status: "review", reason: "wrong_payee", proven: false },
      );
    });

    test("a stranger's payment that is only known to be final is never paid", () => {
      assert.equal(standing([read({ final: true })]).reason, "owner_unproven");
      assert.equal(
        standing([read({ final: true }), ...factsOf(wallet("wallet_connected"))]).reason,
        "amount_unknown",
      );
    });
  });

  describe("refunded", () => {
    test("a refund without an amount is one of everything", () => {
      const { status, amountRefunded } = standing(factsOf(confirmed(), refunded()));

      assert.deepEqual({ status, amountRefunded }, { status: "refunded", amountRefunded: "10" });
    });

    test("a smaller refund leaves it paid and says how much", () => {
      const { status, amountRefunded } = standing(factsOf(confirmed(), refunded({ refundAmount: "4.0" })));

      assert.deepEqual({ status, amountRefunded }, { status: "paid", amountRefunded: "4" });
    });

    test("distinct refunds add up, variants of one do not", () => {
      const first = refunded({ refundAmount: "5", txHash: "0xB1" });
      const variant = refunded({ refundAmount: "5", txHash: "0xb1", event: "payment.refunded.client_id" });
      const second = refunded({ refundAmount: "5", txHash: "0xB2" });

      assert.equal(status(factsOf(confirmed(), first, variant)), "paid");
      assert.equal(status(factsOf(confirmed(), first, second)), "refunded");
    });

    test("a refund is measured by what was received, else by the price", () => {
      assert.equal(
        status(factsOf(confirmed({ totalAmountPaid: "12" }), refunded({ refundAmount: "10" }))),
        "paid",
      );
      assert.equal(status(factsOf(refunded({ refundAmount: "10" }))), "refunded");
      assert.equal(status(factsOf(partial(), refunded({ refundAmount: "4" }))), "refunded");
    });

    test("what is refunded stays refunded when older events come after it", () => {
      assert.equal(status(factsOf(refunded(), failed(), partial(), confirmed())), "refunded");
    });
  });
});
