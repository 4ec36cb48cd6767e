import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { paymentEvent, STRANGER } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { BACKGROUND, CLIENT_ID, refused, startWithUpstream as start } from "../helpers/registrations.ts";

describe("A7: a link that is refuted after its registration", () => {
  test("gets 409 again, and no route gives out its pay URL", async (t) => {
    const environment = { ...CLIENT_ID, ADMIN_TOKEN: "a-token-that-is-long-enough" };
    const { companion, buy } = await start(t, { limiter: BACKGROUND, environment });
    const body = buy({ payee: STRANGER });
    assert.equal((await companion.open(body)).status, 201);
    const look = async () => (await companion.get(`/v1/checkouts/${body.id}`)).body;
    await eventually("the link to be refuted", async () => (await look()).status === "expired");

    assert.equal(await refused(companion, body), "link_wrong_payee");

    const authorization = `Bearer ${environment.ADMIN_TOKEN}`;
    for (const path of [`/v1/checkouts/${body.id}`, `/v1/orders/${body.id}`, "/v1/orders"]) {
      const answer = await companion.get(path, { authorization });
      assert.equal(answer.status, 200);
      assert.doesNotMatch(JSON.stringify(answer.body), new RegExp(`token=${body.link.token}`));
    }
    const page = await fetch(`${companion.url}/c/${body.id}`);
    assert.doesNotMatch(await page.text(), new RegExp(`token=${body.link.token}`));
  });

  test("by its amount alone gets 409 as well", async (t) => {
    const { companion, buy } = await start(t, { limiter: BACKGROUND });
    const body = buy({ amount: "1" });
    assert.equal((await companion.open(body)).status, 201);

    await eventually("the link to be refused", async () => (await companion.open(body)).status === 409);

    assert.equal(await refused(companion, body), "link_below_price");
  });

  test("is still shown as it stands to a payer whose money has arrived", async (t) => {
    const { companion, buy } = await start(t, { limiter: BACKGROUND });
    const body = buy({ amount: "1" });
    assert.equal((await companion.open(body)).status, 201);
    await companion.deliver(
      paymentEvent(body.link.requestIds[0] as string, { timestamp: new Date().toISOString() }),
    );
    const look = async () => (await companion.get(`/v1/checkouts/${body.id}`)).body;
    await eventually("the money to be in review", async () => (await look()).status === "review");

    const { status, body: checkout } = await companion.open(body);

    assert.equal(status, 200);
    assert.equal(checkout.securePaymentUrl, null);
  });
});

test("A4: a token that a delivery names without request ids is no proof beside a read that names others", async (t) => {
  const { companion, buy } = await start(t, { limiter: BACKGROUND });
  const body = buy({ link: { requestIds: ["01OTHER"] } });
  await companion.open(body);
  const { event, ...fields } = paymentEvent("01OTHER", { timestamp: new Date().toISOString() });
  await companion.deliver({ event, securePaymentToken: body.link.token });
  await companion.deliver({ event, ...fields, securePaymentToken: body.link.token });

  const look = async () => (await companion.get(`/v1/checkouts/${body.id}`)).body;
  await eventually("the link to be refuted", async () => (await look()).status === "expired");
  assert.equal((await look()).securePaymentUrl, null);
});
