import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ErrorBodySchema, OrderSchema } from "../../server/contract/contract.ts";
import { type Answer, openLinked, startCompanion } from "../helpers/companion.ts";
import { runOnBothEngines } from "../helpers/database.ts";
import { NOW, paymentEvent } from "../helpers/events.ts";
import { MERCHANT, startForMerchant, TOKEN } from "../helpers/merchant.ts";
import { shared } from "../helpers/shared.ts";

runOnBothEngines();

const ROUTES = [
  "/v1/orders",
  "/v1/orders.csv",
  "/v1/totals",
  `/v1/orders/${crypto.randomUUID()}`,
  "/v1/deliveries",
];

function orders(answer: Answer) {
  return OrderSchema.array().parse(answer.body.orders);
}

/** One for all that is refused. */
const refusing = shared((t) => startForMerchant(t));

describe("the merchant's routes", () => {
  test("are not there without a token in the configuration", async (t) => {
    const { get } = await startCompanion(t);

    for (const path of ROUTES) assert.equal((await get(path, MERCHANT)).status, 404);
  });

  // input: R9
  test("refuse whoever has no token, a wrong one, or almost the right one", async () => {
    const { get } = refusing();
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

  test("give pages of other origins nothing", async () => {
    const { get } = refusing();

    const { headers } = await get("/v1/orders", { ...MERCHANT, origin: "http://127.0.0.1:4400" });

    assert.equal(headers.get("access-control-allow-origin"), null);
    assert.equal(headers.get("cache-control"), "no-store");
  });
});

describe("GET /v1/orders", () => {
  // input: R10
  test("lists the newest first, and marks a page's words as such", async (t) => {
    const companion = await startForMerchant(t);
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
    const companion = await startForMerchant(t);
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
    const companion = await startForMerchant(t);
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
    test(`refuses ${query}`, async () => {
      const { get } = refusing();

      assert.equal((await get(`/v1/orders?${query}`, MERCHANT)).status, 400);
    });
  }
});

describe("a filter that nobody knows", () => {
  const queries = [
    "/v1/orders?stauts=paid",
    "/v1/orders?reference[]=a",
    "/v1/orders.csv?form=x",
    "/v1/deliveries?foo=1",
  ];
  for (const path of queries) {
    test(`is refused: ${path}`, async () => {
      const { get } = refusing();

      assert.equal((await get(path, MERCHANT)).status, 400);
    });
  }

  for (const date of ["1", "2026-02-30", "31.01.2026", "2026-01-31T25:00:00Z", "2026-01-31 12:00"]) {
    test(`as is a date that is none: ${date}`, async () => {
      const { get } = refusing();

      assert.equal((await get(`/v1/orders?since=${encodeURIComponent(date)}`, MERCHANT)).status, 400);
    });
  }
});

test("a delivery that names several requests stands in the history of each order that it changed", async (t) => {
  const companion = await startForMerchant(t);
  const [one, other] = [await openLinked(companion), await openLinked(companion)];
  const event = paymentEvent(one.requestId, { requestIds: [one.requestId, other.requestId] });
  await companion.deliver(event);

  const history = (await companion.get(`/v1/orders/${other.id}`, MERCHANT)).body;

  assert.equal((history.deliveries as unknown[]).length, 1);
});
