import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { ErrorBodySchema, OrderHistorySchema, OrderSchema } from "../../server/contract.ts";
import { type Answer, openLinked, startCompanion, type TestCompanion } from "../helpers/companion.ts";
import { NOW, paymentEvent } from "../helpers/events.ts";

const TOKEN = "a-token-that-is-long-enough";
const MERCHANT = { authorization: `Bearer ${TOKEN}` };
const ROUTES = ["/v1/orders", "/v1/orders.csv", `/v1/orders/${crypto.randomUUID()}`, "/v1/deliveries"];

function start(t: TestContext): Promise<TestCompanion> {
  let now = NOW;
  return startCompanion(t, { clock: () => (now += 1), environment: { ADMIN_TOKEN: TOKEN } });
}

function orders(answer: Answer) {
  return OrderSchema.array().parse(answer.body.orders);
}

async function post(
  { url }: TestCompanion,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { ...MERCHANT, ...(body !== undefined && { "content-type": "application/json" }) };
  const response = await fetch(url + path, {
    method: "POST",
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe("the merchant's routes", () => {
  test("are not there without a token in the configuration", async (t) => {
    const { get } = await startCompanion(t);

    for (const path of ROUTES) assert.equal((await get(path, MERCHANT)).status, 404);
  });

  test("refuse whoever has no token, a wrong one, or almost the right one", async (t) => {
    const { get } = await start(t);
    const wrong = [
      undefined,
      "",
      TOKEN,
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.slice(0, -1)}`,
      "Bearer ",
      `Basic ${TOKEN}`,
    ];

    for (const path of ROUTES) {
      for (const authorization of wrong) {
        const { status, body, headers } = await get(
          path,
          authorization === undefined ? {} : { authorization },
        );
        assert.equal(status, 401);
        assert.equal(ErrorBodySchema.parse(body).error.code, "unauthorized");
        assert.equal(headers.get("www-authenticate"), "Bearer");
      }
    }
  });

  test("give pages of other origins nothing", async (t) => {
    const { get } = await start(t);

    const { headers } = await get("/v1/orders", { ...MERCHANT, origin: "http://127.0.0.1:4400" });

    assert.equal(headers.get("access-control-allow-origin"), null);
    assert.equal(headers.get("cache-control"), "no-store");
  });
});

describe("GET /v1/orders", () => {
  test("lists the newest first, and marks a page's words as such", async (t) => {
    const companion = await start(t);
    await openLinked(companion);
    const { id, requestId } = await openLinked(companion, {
      reference: "<script>",
      payerIdentifier: "ann",
      quantity: 2,
    });

    const [newest, ...older] = orders(await companion.get("/v1/orders", MERCHANT));

    assert.equal(older.length, 1);
    assert.equal(newest?.id, id);
    assert.deepEqual(
      [
        newest?.reference,
        newest?.referenceSource,
        newest?.payerIdentifierSource,
        newest?.quantity,
        newest?.requestIds,
      ],
      ["<script>", "page", "page", 2, [requestId]],
    );
  });

  test("pages by cursor, and loses none while others are added", async (t) => {
    const companion = await start(t);
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift((await openLinked(companion)).id);

    const first = await companion.get("/v1/orders?limit=2", MERCHANT);
    await openLinked(companion);
    const second = await companion.get(`/v1/orders?limit=2&cursor=${first.body.nextCursor}`, MERCHANT);
    const third = await companion.get(`/v1/orders?limit=2&cursor=${second.body.nextCursor}`, MERCHANT);

    assert.deepEqual(
      [first, second, third].flatMap(orders).map(({ id }) => id),
      ids,
    );
    assert.equal(third.body.nextCursor, null);
  });

  test("filters by status, product, reference and date", async (t) => {
    const companion = await start(t);
    const paid = await openLinked(companion, { reference: "a" });
    await companion.deliver(paymentEvent(paid.requestId));
    const mug = await openLinked(companion, { product: "mug" });
    const found = async (query: string) =>
      orders(await companion.get(`/v1/orders?${query}`, MERCHANT)).map(({ id }) => id);

    assert.deepEqual(await found("status=paid"), [paid.id]);
    assert.deepEqual(await found("status=paid,pending"), [mug.id, paid.id]);
    assert.deepEqual(await found("product=mug"), [mug.id]);
    assert.deepEqual(await found("reference=a"), [paid.id]);
    assert.deepEqual(await found(`since=${new Date(NOW).toISOString()}`), [mug.id, paid.id]);
    assert.deepEqual(await found(`until=${new Date(NOW).toISOString()}`), []);
  });

  for (const query of ["status=won", "limit=0", "limit=201", "cursor=x", "since=yesterday"]) {
    test(`refuses ${query}`, async (t) => {
      const { get } = await start(t);

      assert.equal((await get(`/v1/orders?${query}`, MERCHANT)).status, 400);
    });
  }
});

test("GET /v1/orders/{id} shows every delivery, what it changed, and every notification", async (t) => {
  const companion = await start(t);
  const { id, requestId } = await openLinked(companion);
  await companion.deliver(paymentEvent(requestId, { event: "payment.partial", totalAmountPaid: "4" }));
  await companion.deliver(paymentEvent(requestId));
  await companion.deliver(paymentEvent(requestId, { event: "payment.confirmed.checkout" }));
  await companion.deliver(paymentEvent(requestId, { event: "payment.failed" }), {
    "x-request-network-test": "true",
  });

  const { body } = await companion.get(`/v1/orders/${id}`, MERCHANT);

  const order = OrderHistorySchema.parse(body);
  assert.deepEqual(
    order.changes.map(({ previousStatus, checkout }) => [previousStatus, checkout.status]),
    [
      ["pending", "partially_paid"],
      ["partially_paid", "paid"],
    ],
  );
  assert.deepEqual(
    order.deliveries.map(({ event, changedTo }) => [event, changedTo]),
    [
      ["payment.partial", ["partially_paid"]],
      ["payment.confirmed", ["paid"]],
      ["payment.confirmed.checkout", []],
      ["payment.failed", []],
    ],
  );
  assert.deepEqual(order.txHashes, ["0xaa01"]);
  assert.equal(JSON.parse(order.deliveries[1]?.body ?? "").requestId, requestId);
});

test("GET /v1/orders.csv is whole, quoted, and no formula to a spreadsheet", async (t) => {
  const companion = await start(t);
  const nasty = ['=HYPERLINK("http://evil.example")', "+1", "-1", "@x", "＝1", 'a,"b"'];
  for (const reference of nasty) await openLinked(companion, { reference });

  const response = await fetch(`${companion.url}/v1/orders.csv`, { headers: MERCHANT });
  const text = await response.text();

  assert.match(response.headers.get("content-type") ?? "", /text\/csv/);
  assert.match(response.headers.get("content-disposition") ?? "", /attachment/);
  assert.equal(text.trimEnd().split("\r\n").length, nasty.length + 1);
  assert.match(text, /"'=HYPERLINK\(""http:\/\/evil\.example""\)"/);
  for (const reference of ["'+1", "'-1", "'@x", "'＝1", '"a,""b"""'])
    assert.ok(text.includes(`,${reference},`), reference);
  assert.doesNotMatch(text, /(^|,)[=+\-@＝]/m);
});

describe("POST /v1/orders/{id}/resolve", () => {
  async function inReview(t: TestContext) {
    const companion = await start(t);
    const { id, requestId } = await openLinked(companion);
    await companion.deliver(paymentEvent(requestId, { totalAmountPaid: "9", expectedAmount: "9" }));
    return { companion, id };
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
});

test("GET /v1/deliveries shows what was kept aside, and why", async (t) => {
  const companion = await start(t);
  await companion.deliver("[]");
  await companion.deliver(paymentEvent("01ab", { amount: "NaN" }));
  await companion.deliver(paymentEvent("01ab"));

  const { body } = await companion.get("/v1/deliveries?state=rejected", MERCHANT);

  const deliveries = body.deliveries as { problem: string; body: string }[];
  assert.equal(deliveries.length, 2);
  assert.match(deliveries[0]?.problem ?? "", /amount/);
  assert.match(deliveries[1]?.problem ?? "", /no JSON object/);
  assert.equal(deliveries[1]?.body, "[]");
  assert.equal((await companion.get("/v1/deliveries?state=lost", MERCHANT)).status, 400);
});
