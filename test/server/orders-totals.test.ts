import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { TotalsSchema } from "../../server/contract/contract.ts";
import { type Answer, openLinked, startCompanion, type TestCompanion } from "../helpers/companion.ts";
import { runOnBothEngines } from "../helpers/database.ts";
import { newRequestId, paymentEvent } from "../helpers/events.ts";
import { MERCHANT, post, startForMerchant } from "../helpers/merchant.ts";

runOnBothEngines();

async function totals({ get }: TestCompanion, query = "") {
  const { status, body } = await get(`/v1/totals${query}`, MERCHANT);
  assert.equal(status, 200);
  return TotalsSchema.parse(body);
}

function ids({ body }: Answer): string[] {
  return (body.orders as { id: string }[]).map(({ id }) => id);
}

const received = (total: string, expected = total) => ({
  totalAmountPaid: total,
  amount: total,
  expectedAmount: expected,
});

describe("GET /v1/totals", () => {
  test("is the merchant's", async (t) => {
    const open = await startCompanion(t);
    const { get } = await startForMerchant(t);

    assert.equal((await open.get("/v1/totals", MERCHANT)).status, 404);
    assert.equal((await get("/v1/totals")).status, 401);
    assert.equal((await get("/v1/totals?limit=1", MERCHANT)).status, 400);
  });

  test("of no orders is nothing", async (t) => {
    assert.deepEqual(await totals(await startForMerchant(t)), { orders: 0, currencies: [] });
  });

  test("adds up exactly what floats would not: ten times 0.1 and a grain", async (t) => {
    const companion = await startForMerchant(t);
    for (let count = 0; count < 10; count += 1) {
      const { requestId } = await openLinked(companion, { product: "mug" });
      const amount = count === 9 ? "0.100000000000000001" : "0.1";
      await companion.deliver(paymentEvent(requestId, received(amount, "0.1")));
    }

    const { orders, currencies } = await totals(companion);

    assert.equal(orders, 10);
    assert.equal(currencies[0]?.paid, "1.000000000000000001");
  });

  test("tells what is paid, refunded, in review, in part and closed apart, by currency", async (t) => {
    const companion = await startForMerchant(t, { environment: { OPEN_AMOUNTS: "EURC-base:1-100" } });
    const opened = async (changes = {}) => (await openLinked(companion, changes)).requestId;
    const paid = await opened();
    await companion.deliver(paymentEvent(paid, received("12.5", "10")));
    await companion.deliver({ event: "payment.refunded", requestId: paid, refundAmount: "2.25" });
    const back = await opened();
    await companion.deliver(paymentEvent(back));
    await companion.deliver({ event: "payment.refunded", requestId: back });
    await companion.deliver(paymentEvent(await opened(), received("9")));
    await companion.deliver(
      paymentEvent(await opened(), { ...received("4", "10"), event: "payment.partial" }),
    );
    const closed = await openLinked(companion);
    await companion.deliver(paymentEvent(closed.requestId, received("1.000001")));
    await post(companion, `/v1/orders/${closed.id}/resolve`, { as: "closed", note: "Sent back." });
    await opened();
    const tip = await opened({ product: undefined, amount: "3", currency: "EURC-base" });
    await companion.deliver(
      paymentEvent(tip, { ...received("3"), currency: "EURC", paymentCurrency: "EURC" }),
    );

    assert.deepEqual(await totals(companion), {
      orders: 7,
      currencies: [
        {
          currency: "EURC-base",
          orders: 1,
          paid: "3",
          review: "0",
          partial: "0",
          closed: "0",
          refunded: "0",
        },
        {
          currency: "USDC-base",
          orders: 6,
          paid: "22.5",
          review: "9",
          partial: "4",
          closed: "1.000001",
          refunded: "12.25",
        },
      ],
    });
  });

  test("counts neither unverified nor refuted money, also where a refund was reported", async (t) => {
    const companion = await startForMerchant(t, {
      environment: { REQUEST_CLIENT_ID: "client" },
      fetch: () => Promise.resolve(new Response("{}", { status: 503 })),
    });
    const paid = async () => {
      const order = await openLinked(companion);
      await companion.deliver(paymentEvent(order.requestId));
      return order;
    };
    const [unverified, unverifiedBack, refuted, refutedBack] = [
      await paid(),
      await paid(),
      await paid(),
      await paid(),
    ];
    for (const { requestId } of [unverifiedBack, refutedBack])
      await companion.deliver({ event: "payment.refunded", requestId, refundAmount: "4" });
    for (const { token } of [refuted, refutedBack])
      await companion.deliver(paymentEvent(newRequestId(), { securePaymentToken: token }));

    const found = await companion.get("/v1/orders?unverified=true", MERCHANT);
    const others = await companion.get("/v1/orders?unverified=false&terms=refuted", MERCHANT);
    assert.deepEqual(ids(found), [unverifiedBack.id, unverified.id]);
    assert.deepEqual(ids(others), [refutedBack.id, refuted.id]);
    assert.deepEqual((await totals(companion)).currencies, [
      { currency: "USDC-base", orders: 4, paid: "0", review: "0", partial: "0", closed: "0", refunded: "0" },
    ]);
    const csv = await (await fetch(`${companion.url}/v1/orders.csv`, { headers: MERCHANT })).text();
    const [head = "", ...lines] = csv.trimEnd().split("\r\n");
    assert.match(head, /,updatedAt,expiresAt,terms,unverifiedSince$/);
    assert.match(lines[0] ?? "", /,refuted,$/);
    assert.match(lines[3] ?? "", /,unverified,2026-03-01T12:00:0\d\.\d+Z$/);
  });

  test("is of all that a filter finds, whatever the page of the list", async (t) => {
    const companion = await startForMerchant(t);
    for (let count = 0; count < 3; count += 1) {
      const { requestId } = await openLinked(companion, { reference: `cart ${count}` });
      await companion.deliver(paymentEvent(requestId));
    }
    await openLinked(companion, { product: "mug" });

    assert.equal((await totals(companion, "?product=sticker")).currencies[0]?.paid, "30");
    assert.equal((await totals(companion, "?search=cart%201")).currencies[0]?.paid, "10");
    assert.deepEqual((await totals(companion, "?status=pending")).orders, 1);
  });
});

test("GET /v1/orders/{id} names each fact, by whose word it is known, and what it says", async (t) => {
  const companion = await startForMerchant(t);
  const { id, requestId } = await openLinked(companion);
  await companion.deliver(paymentEvent(requestId, received("9")));
  await post(companion, `/v1/orders/${id}/resolve`, { as: "paid", note: "Enough." });

  const { body } = await companion.get(`/v1/orders/${id}`, MERCHANT);

  const facts = body.facts as { source: string; kind: string; says: Record<string, unknown> }[];
  assert.deepEqual(
    facts.map(({ source, kind }) => [source, kind]),
    [
      ["delivery", "money"],
      ["merchant", "resolution"],
    ],
  );
  assert.equal(facts[0]?.says.total, "9");
  assert.equal(facts[1]?.says.note, "Enough.");
});
