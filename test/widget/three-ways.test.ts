import "../../widget/index.ts";
import { equal, match, ok } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, until, World } from "../helpers/widget-harness.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function returnTo(id: string | undefined): string {
  const url = new URL(location.href);
  url.searchParams.set("checkout", id ?? "");
  url.hash = "";
  return url.href;
}

describe("the static way", () => {
  afterEach(cleanUp);

  it("asks for nothing before the press", async () => {
    const world = await World.open();
    const button = await mount(world.staticWay);

    equal(await world.calls(), []);
    match(button.price, /10 USDC on Base/);
  });

  it("creates the link in the browser and goes there", async () => {
    const world = await World.open();
    const button = await mount(world.staticWay);

    button.press();
    await until(() => left.length, "the page leaves");

    const [call, ...more] = await world.calls("POST");
    equal(more, []);
    equal(call?.path, "/api/v2/secure-payments");
    equal(call?.headers["x-client-id"], `cli_${world.name}`);
    equal(call?.body, { requests: [{ amount: "10" }], redirectUrl: returnTo(button.checkout?.id) });
    match(button.checkout?.id, UUID);
    equal(left, ["https://pay.request.network/?token=token-1"]);
  });

  it("asks in the form of a destination", async () => {
    const world = await World.open();
    const button = await mount({ ...world.staticWay, "destination-id": "0x1@eip155:8453#A:0x2" });

    button.press();
    await until(() => left.length, "the page leaves");

    const [call] = await world.calls("POST");
    equal((call?.body as { requests: unknown } | undefined)?.requests, [
      { destinationId: "0x1@eip155:8453#A:0x2", amount: "10" },
    ]);
  });

  it("asks in the guide's form, and hands on reference, payer and label", async () => {
    const world = await World.open();
    const button = await mount({
      ...world.staticWay,
      payee: "0xabc",
      reference: "order-7",
      "payer-identifier": "anna",
      "return-url": "https://shop.example/thanks?a=1#top",
      "return-label": "Back to the shop",
    });

    button.press();
    await until(() => left.length, "the page leaves");

    const [call] = await world.calls("POST");
    equal(call?.body, {
      requests: [
        { payee: "0xabc", amount: "10", invoiceCurrency: "USDC-base", paymentCurrency: "USDC-base" },
      ],
      reference: "order-7",
      payerIdentifier: "anna",
      redirectUrl: `https://shop.example/thanks?a=1&checkout=${button.checkout?.id}#top`,
      redirectLabel: "Back to the shop",
    });
  });

  it("takes the status from Request Network", async () => {
    const world = await World.open();
    const button = await mount({ ...world.staticWay, target: "_self" });
    button.press();
    await until(() => left.length, "the page leaves");

    await world.changeRequest({ hasBeenPaid: true });
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    await until(() => button.checkout?.status === "paid", "paid");

    const calls = await world.calls("GET");
    equal(calls[0]?.path, "/api/v2/request/request-1");
    equal(calls[0]?.headers["x-client-id"], `cli_${world.name}`);
    equal(button.checkout?.amountPaid, "10");
  });
});

describe("client ID and companion", () => {
  afterEach(cleanUp);

  it("registers the link before the payer leaves", async () => {
    const world = await World.open();
    const button = await mount({ ...world.bothWay, quantity: "3", reference: "r" });

    button.press();
    await until(() => left.length, "the page leaves");

    const [create, register, ...more] = await world.calls("POST");
    equal(more, []);
    equal(create?.body, {
      requests: [{ amount: "30" }],
      reference: "r",
      redirectUrl: returnTo(button.checkout?.id),
    });
    equal(register?.path, "/companion/v1/checkouts");
    equal(register?.body, {
      id: button.checkout?.id,
      product: "sticker",
      quantity: 3,
      reference: "r",
      link: {
        requestIds: ["request-1"],
        token: "token-1",
        securePaymentUrl: "https://pay.request.network/?token=token-1",
      },
    });
    equal(left, ["https://pay.request.network/?token=token-1"]);
  });

  it("does not leave while the companion has not answered", async () => {
    const world = await World.open({ "POST /companion/v1/checkouts": [{ never: true }] });
    const button = await mount(world.bothWay);

    button.press();
    await until(async () => (await world.calls("POST /companion")).length, "the registration");

    equal(left, []);
    ok(button.isBusy, "the button is busy");
  });

  it("takes the price of a link from an offer's claims", async () => {
    const world = await World.open({ "POST /companion/v1/checkouts": [{ patch: { amount: "12.50" } }] });
    const offered = { amount: "12.50", currency: "USDC-base", reference: "ORDER-17" };
    const claims = btoa(JSON.stringify(offered)).replace(/=+$/, "");
    const { product: _, ...way } = world.bothWay;
    const button = await mount({ ...way, offer: `e30.${claims}.c2ln` });

    button.press();
    await until(() => left.length, "the page leaves");

    const [create, register] = await world.calls("POST");
    equal(
      Number((create?.body as { requests: { amount: string }[] } | undefined)?.requests[0]?.amount),
      12.5,
    );
    equal((create?.body as { reference?: string } | undefined)?.reference, "ORDER-17");
    const body = (register?.body ?? {}) as Record<string, unknown>;
    equal(Object.keys(body).sort(), ["id", "link", "offer"]);
  });
});

describe("companion only", () => {
  afterEach(cleanUp);

  it("lets the companion create the link", async () => {
    const world = await World.open();
    const button = await mount({ ...world.companionOnly, "return-label": "Back" });

    button.press();
    await until(() => left.length, "the page leaves");

    const [register, ...more] = await world.calls("POST");
    equal(more, []);
    equal(register?.body, {
      id: button.checkout?.id,
      product: "sticker",
      quantity: 1,
      returnUrl: returnTo(button.checkout?.id),
      returnLabel: "Back",
    });
    equal(left, ["https://pay.request.network/?token=token-1"]);
  });

  it("asks for an open amount", async () => {
    const world = await World.open();
    const button = await mount({ server: world.companion, amount: "7.50", currency: "USDC-base" });

    button.press();
    await until(() => left.length, "the page leaves");

    const [register] = await world.calls("POST");
    const { amount, currency, product } = (register?.body ?? {}) as Record<string, unknown>;
    equal([amount, currency, product], ["7.50", "USDC-base", undefined]);
  });
});
