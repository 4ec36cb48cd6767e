import assert from "node:assert/strict";
import { test } from "node:test";
import { OrderHistorySchema } from "../../server/contract/contract.ts";
import { openLinked } from "../helpers/companion.ts";
import { runOnBothEngines } from "../helpers/database.ts";
import { paymentEvent } from "../helpers/events.ts";
import { MERCHANT, startForMerchant } from "../helpers/merchant.ts";

runOnBothEngines();

test("GET /v1/orders/{id} shows every delivery, what it changed, and every notification", async (t) => {
  const companion = await startForMerchant(t);
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

// input: R10
test("GET /v1/orders.csv is whole, quoted, and no formula to a spreadsheet", async (t) => {
  const companion = await startForMerchant(t);
  const nasty = [
    '=HYPERLINK("http://evil.example")',
    "+1",
    "-1",
    "@x",
    "＝1",
    'a,"b"',
    "x;=1",
    'y;"=1+1"',
    "z,=1",
    "v|@1",
  ];
  for (const reference of nasty) await openLinked(companion, { reference });

  const response = await fetch(`${companion.url}/v1/orders.csv`, { headers: MERCHANT });
  const text = await response.text();

  assert.match(response.headers.get("content-type") ?? "", /text\/csv/);
  assert.match(response.headers.get("content-disposition") ?? "", /attachment/);
  assert.equal(text.trimEnd().split("\r\n").length, nasty.length + 1);
  assert.match(text, /"'=HYPERLINK\(""http:\/\/evil\.example""\)"/);
  for (const reference of [
    "'+1",
    "'-1",
    "'@x",
    "'＝1",
    '"a,""b"""',
    "x;'=1",
    `"y;""'=1+1"""`,
    `"z,'=1"`,
    "v|'@1",
  ])
    assert.ok(text.includes(`,${reference},`), reference);
  assert.doesNotMatch(text, /(^|,)[=+\-@＝]/m);
});

// input: W8
test("GET /v1/deliveries shows what was quarantined, and why", async (t) => {
  const companion = await startForMerchant(t);
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
