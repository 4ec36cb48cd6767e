import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OrderSchema } from "../../server/contract/contract.ts";
import { openLinked } from "../helpers/companion.ts";
import { runOnBothEngines } from "../helpers/database.ts";
import { paymentEvent } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { MERCHANT, startForMerchant } from "../helpers/merchant.ts";
import { NOTIFY_SECRET } from "../helpers/outbox.ts";
import { startReceiver, status } from "../helpers/receiver.ts";
import { shared } from "../helpers/shared.ts";
import type { Scope } from "../helpers/temporary-folder.ts";

runOnBothEngines();

const HASH = `0x${"aB".repeat(32)}`;

async function start(t: Scope) {
  const companion = await startForMerchant(t);
  const search = async (query: Record<string, string>) => {
    const { status: code, body } = await companion.get(`/v1/orders?${new URLSearchParams(query)}`, MERCHANT);
    assert.equal(code, 200);
    return OrderSchema.array()
      .parse(body.orders)
      .map(({ id }) => id);
  };
  return { companion, search };
}

describe("GET /v1/orders?search", () => {
  const unchanged = shared(start);

  test("finds a part of a reference, a title or a payer, in any case", async (t) => {
    const { companion, search } = await start(t);
    const one = await openLinked(companion, { reference: "Cart-1041", payerIdentifier: "Ann@example.org" });
    const other = await openLinked(companion, { product: "mug", reference: "Über 7" });

    assert.deepEqual(await search({ search: "cart-10" }), [one.id]);
    assert.deepEqual(await search({ search: "ann@" }), [one.id]);
    assert.deepEqual(await search({ search: "STICK" }), [one.id]);
    assert.deepEqual(await search({ search: "Über" }), [other.id]);
    assert.deepEqual(await search({ search: "nothing like it" }), []);
  });

  test("finds the beginning of an id, a whole request id, and a transaction by its hash in any case", async (t) => {
    const { companion, search } = await start(t);
    const { id, requestId } = await openLinked(companion);
    await openLinked(companion);
    await companion.deliver(paymentEvent(requestId, { txHash: HASH }));

    assert.deepEqual(await search({ search: id.slice(0, 12) }), [id]);
    assert.deepEqual(await search({ search: id.toUpperCase() }), [id]);
    assert.deepEqual(await search({ search: requestId }), [id]);
    assert.deepEqual(await search({ search: HASH }), [id]);
    assert.deepEqual(await search({ search: HASH.toLowerCase() }), [id]);
    assert.deepEqual(await search({ search: HASH.slice(0, 20) }), [id]);
    assert.deepEqual(await search({ search: requestId.slice(1) }), []);
    assert.deepEqual(await search({ search: `0x${"ab".repeat(31)}ff` }), []);
  });

  for (const text of ["%", "_", "!", "' OR 1=1 --", '"', "\\"]) {
    // input: R12
    test(`takes ${JSON.stringify(text)} for what it says`, async (t) => {
      const { companion, search } = await start(t);
      await openLinked(companion, { reference: "order-7" });
      const { id } = await openLinked(companion, { reference: `a${text}b` });

      assert.deepEqual(await search({ search: text }), [id]);
    });
  }

  test("goes with the other filters and with paging", async (t) => {
    const { companion, search } = await start(t);
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1)
      ids.unshift((await openLinked(companion, { reference: `cart ${count}` })).id);
    await openLinked(companion, { reference: "else" });

    const first = await companion.get("/v1/orders?search=cart&limit=2", MERCHANT);
    const rest = await search({ search: "cart", cursor: String(first.body.nextCursor) });

    assert.deepEqual([...(first.body.orders as { id: string }[]).map(({ id }) => id), ...rest], ids);
    assert.deepEqual(await search({ search: "cart", status: "paid" }), []);
    const table = await fetch(`${companion.url}/v1/orders.csv?search=cart`, { headers: MERCHANT });
    assert.equal((await table.text()).trimEnd().split("\r\n").length, 4);
  });

  for (const query of ["search=", "search=%20", `search=${"x".repeat(256)}`, "notification=sent"]) {
    test(`refuses ${query.slice(0, 24)}`, async () => {
      const { companion } = unchanged();

      assert.equal((await companion.get(`/v1/orders?${query}`, MERCHANT)).status, 400);
    });
  }
});

test("GET /v1/orders?notification=unsent finds the orders of which something is still to be told", async (t) => {
  const receiver = await startReceiver(t);
  const companion = await startForMerchant(t, {
    environment: { NOTIFY_URL: receiver.url, NOTIFY_SECRET },
    clock: Date.now,
  });
  const event = { timestamp: new Date().toISOString() };
  const told = await openLinked(companion);
  await companion.deliver(paymentEvent(told.requestId, event));
  await eventually("the first is told", async () => receiver.taken().length === 1);
  receiver.answer = status(500);
  const untold = await openLinked(companion);
  await companion.deliver(paymentEvent(untold.requestId, event));
  const found = async () => {
    const { body } = await companion.get("/v1/orders?notification=unsent", MERCHANT);
    return (body.orders as { id: string }[]).map(({ id }) => id);
  };

  await eventually("the first is marked as told", async () => (await found()).length === 1);

  assert.deepEqual(await found(), [untold.id]);
});
