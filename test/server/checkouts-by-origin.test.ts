import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ErrorBodySchema } from "../../server/contract/contract.ts";
import { purchase, SHOP, startCompanion } from "../helpers/companion.ts";
import { NOW, paymentEvent } from "../helpers/events.ts";
import { shared } from "../helpers/shared.ts";

const clock = () => NOW;

/** One for all: each test opens checkouts of its own. */
const open = shared((t) => startCompanion(t, { clock }));

describe("POST /v1/checkouts by origin", () => {
  const foreign = [
    undefined,
    "null",
    "https://evil.example",
    `${SHOP}.evil.example`,
    "http://127.0.0.1:440",
    "http://127.0.0.1:4401",
    "https://127.0.0.1:4400",
  ];
  for (const origin of foreign) {
    // input: C5
    test(`refuses ${origin ?? "a missing origin"}, and gives it no CORS header`, async () => {
      const { url } = open();

      const response = await fetch(`${url}/v1/checkouts`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(origin && { origin }) },
        body: JSON.stringify(purchase()),
      });

      assert.equal(response.status, 403);
      assert.equal(response.headers.get("access-control-allow-origin"), null);
      assert.equal(ErrorBodySchema.parse(await response.json()).error.code, "origin_not_allowed");
    });
  }

  test("lets an allowed page read the answer, errors included", async () => {
    const companion = open();

    const opened = await companion.open(purchase());
    const refused = await companion.open(purchase({ product: "nothing" }));

    assert.equal(opened.headers.get("access-control-allow-origin"), SHOP);
    assert.equal(refused.headers.get("access-control-allow-origin"), SHOP);
  });

  // input: C20
  test("limits how many checkouts an address opens in a minute", async (t) => {
    const companion = await startCompanion(t, { environment: { CHECKOUTS_PER_MINUTE: "2" } });
    await companion.open(purchase());
    await companion.open(purchase());

    const { status, headers, body } = await companion.open(purchase());

    assert.equal(status, 429);
    assert.match(headers.get("retry-after") ?? "", /^[1-9]\d*$/);
    assert.equal(ErrorBodySchema.parse(body).error.code, "rate_limited");
    assert.equal((await companion.deliver(paymentEvent("01ab"))).status, 200);
  });
});
