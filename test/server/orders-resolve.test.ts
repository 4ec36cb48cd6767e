import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { OrderHistorySchema } from "../../server/contract/contract.ts";
import { openLinked } from "../helpers/companion.ts";
import { runOnBothEngines } from "../helpers/database.ts";
import { paymentEvent } from "../helpers/events.ts";
import { MERCHANT, post, startForMerchant } from "../helpers/merchant.ts";

runOnBothEngines();

describe("POST /v1/orders/{id}/resolve", () => {
  async function inReview(t: TestContext) {
    const companion = await startForMerchant(t);
    const { id, requestId } = await openLinked(companion);
    await companion.deliver(paymentEvent(requestId, { totalAmountPaid: "9", expectedAmount: "9" }));
    return { companion, id, requestId };
  }

  test("settles a review, and keeps the note", async (t) => {
    const { companion, id } = await inReview(t);

    const { status, body } = await post(companion, `/v1/orders/${id}/resolve`, {
      as: "paid",
      note: "The rest came by bank.",
    });

    assert.equal(status, 200);
    assert.equal(body.status, "paid");
    assert.equal((await companion.get(`/v1/checkouts/${id}`)).body.status, "paid");
    const order = OrderHistorySchema.parse((await companion.get(`/v1/orders/${id}`, MERCHANT)).body);
    assert.deepEqual(
      order.resolutions.map(({ as, note }) => [as, note]),
      [["paid", "The rest came by bank."]],
    );
    assert.equal(order.changes.at(-1)?.cause, "resolution");
  });

  test("wakes whoever waits for the checkout", async (t) => {
    const { companion, id } = await inReview(t);
    const { headers } = await companion.get(`/v1/checkouts/${id}`);
    const waiting = companion.get(`/v1/checkouts/${id}?wait=20`, {
      "if-none-match": headers.get("etag") ?? "",
    });

    await post(companion, `/v1/orders/${id}/resolve`, { as: "closed", note: "Sent back." });

    assert.equal((await waiting).body.status, "expired");
  });

  test("refuses what is no review, an unknown order, and an odd body", async (t) => {
    const { companion, id } = await inReview(t);
    const { id: pending } = await openLinked(companion);
    const resolution = { as: "paid", note: "x" };

    assert.equal((await post(companion, `/v1/orders/${pending}/resolve`, resolution)).status, 409);
    assert.equal(
      (await post(companion, `/v1/orders/${crypto.randomUUID()}/resolve`, resolution)).status,
      404,
    );
    for (const body of [
      { as: "refunded", note: "x" },
      { as: "paid" },
      { as: "paid", note: " " },
      { ...resolution, amount: "1" },
    ]) {
      assert.equal((await post(companion, `/v1/orders/${id}/resolve`, body)).status, 400);
    }
  });

  test("takes a closed order back as paid, and no paid one as closed", async (t) => {
    const { companion, id } = await inReview(t);
    const resolve = (as: string) => post(companion, `/v1/orders/${id}/resolve`, { as, note: "x" });

    const statuses = [
      await resolve("closed"),
      await resolve("closed"),
      await resolve("paid"),
      await resolve("closed"),
    ];

    assert.deepEqual(
      statuses.map(({ status }) => status),
      [200, 409, 200, 409],
    );
    assert.equal((await companion.get(`/v1/checkouts/${id}`)).body.status, "paid");
  });

  test("of a closed order is void once more money comes", async (t) => {
    const { companion, id, requestId } = await inReview(t);
    await post(companion, `/v1/orders/${id}/resolve`, { as: "closed", note: "x" });

    await companion.deliver(paymentEvent(requestId, { totalAmountPaid: "9.5", expectedAmount: "9.5" }));

    assert.equal((await companion.get(`/v1/checkouts/${id}`)).body.status, "review");
  });
});
