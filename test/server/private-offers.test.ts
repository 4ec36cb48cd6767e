import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startOfferCompanion } from "../helpers/offer-companion.ts";
import { offer } from "../helpers/offers.ts";

const TITLE = "Consultation, Ann Example";

describe("the title of an offer", () => {
  test("is on the status page, as the documents say", async (t) => {
    const { companion, open } = await startOfferCompanion(t);
    const { request } = await open(await offer({ title: TITLE }));

    assert.match(await (await fetch(`${companion.url}/c/${request.id}`)).text(), /Consultation/);
  });

  test("of a private one is the merchant's alone", async (t) => {
    const { companion, open, order } = await startOfferCompanion(t);
    const { request, body, status } = await open(await offer({ title: TITLE, private: true }));
    assert.equal(status, 201);

    const page = await (await fetch(`${companion.url}/c/${request.id}`)).text();
    const read = await companion.get(`/v1/checkouts/${request.id}`);

    for (const text of [page, JSON.stringify(read.body), JSON.stringify(body)])
      assert.doesNotMatch(text, /Consultation|Ann/);
    assert.match(page, /Your payment/);
    assert.equal((await order(request.id)).title, TITLE);
  });
});
