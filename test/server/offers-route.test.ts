import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ErrorBodySchema } from "../../server/contract/contract.ts";
import { ADMIN_TOKEN, startOfferCompanion as start } from "../helpers/offer-companion.ts";
import { shared } from "../helpers/shared.ts";

describe("POST /v1/offers", () => {
  const desk = shared((t) => start(t));
  const ask = (companion: { url: string }, body: object, token = ADMIN_TOKEN) =>
    fetch(`${companion.url}/v1/offers`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });

  test("signs what the element can show and the companion takes", async (t) => {
    const { companion, open } = await start(t);

    const response = await ask(companion, { amount: "7", currency: "USDC-base", reference: "A" });

    const signed = (await response.json()) as { offer: string; expiresAt: string };
    assert.equal(response.status, 201);
    assert.ok(Date.parse(signed.expiresAt) > Date.now());
    assert.equal((await open(signed.offer)).body.amount, "7");
  });

  test("is the merchant's alone", async () => {
    const { companion } = desk();

    assert.equal((await ask(companion, { amount: "7", currency: "USDC-base" }, "wrong")).status, 401);
  });

  const refused = [
    { amount: "0" },
    { amount: "1.0000001" },
    { amount: 7 },
    { expiresAt: "2020-01-01T00:00:00Z" },
    { origin: "shop.example" },
    { price: "7" },
  ];
  for (const changes of refused) {
    test(`refuses ${JSON.stringify(changes)}`, async () => {
      const { companion } = desk();

      const response = await ask(companion, { amount: "7", currency: "USDC-base", ...changes });

      const { error } = ErrorBodySchema.parse(await response.json());
      assert.equal(response.status, 400);
      assert.ok(error.fields?.[Object.keys(changes)[0] as string], JSON.stringify(error));
    });
  }

  test("answers 404 where no secret is set", async (t) => {
    const { companion } = await start(t, { OFFER_SECRET: undefined });

    assert.equal((await ask(companion, { amount: "7", currency: "USDC-base" })).status, 404);
  });
});
