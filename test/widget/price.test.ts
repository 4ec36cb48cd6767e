import "../../widget/index.ts";
import { equal, match, ok } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, until, World } from "../helpers/widget-harness.ts";

describe("the price", () => {
  afterEach(cleanUp);

  it("is said in a task of its own, so that no task is long on a slow phone", async () => {
    const world = await World.open();

    const button = await mount({ ...world.staticWay, amount: "12.5" });

    equal([button.buttons.length, button.price], [1, ""]);
    await until(() => button.price, "the price");
    match(button.price, /^12\.5 USDC/);
  });

  it("comes from the catalog, times the quantity", async () => {
    const world = await World.open({ "GET /companion/v1/products/:id": [{ patch: { amount: "0.1" } }] });
    const button = await mount({ ...world.bothWay, quantity: "3" });

    await until(() => button.price, "a price");

    match(button.price, /^0\.3 USDC on Base$/);
    equal(
      (await world.calls()).map(({ path }) => path),
      ["/companion/v1/products/sticker"],
    );
  });

  it("a press before it has come waits for it", async () => {
    const world = await World.open();
    const button = await mount(world.bothWay);

    button.press();
    await until(() => left.length, "the page leaves");

    equal(
      button.events.filter((event) => event.includes("error")),
      [],
    );
  });

  it("can't be read: the payer may try again", async () => {
    const world = await World.open({
      "GET /companion/v1/products/:id": [{ status: 503 }, { status: 503 }, { patch: {} }],
    });
    const button = await mount(world.bothWay);
    button.press();
    await until(() => button.events.length, "an error");
    await button.element.updateComplete;
    equal(button.buttons, ["Try again"]);

    button.press();
    await until(() => left.length, "the page leaves");
  });

  it("differs at the companion: the link is dropped, and the payer is asked again", async () => {
    const world = await World.open({
      "POST /companion/v1/checkouts": [{ patch: { amount: "12" } }, { patch: {} }],
    });
    const button = await mount(world.bothWay);
    button.press();
    await until(() => button.says.includes("12 USDC on Base"), "the new price");
    await button.settled();

    equal(left, []);
    equal(button.link, undefined);
    await world.script({
      "GET /companion/v1/products/:id": [{ patch: { amount: "12" } }],
      "POST /companion/v1/checkouts": [{ patch: { amount: "12" } }],
    });
    button.press();
    await until(() => left.length, "the page leaves");
    const creates = await world.calls("POST /api");
    equal(
      creates.map(({ body }) => (body as { requests: unknown }).requests),
      [[{ amount: "10" }], [{ amount: "12" }]],
    );
    equal(left, ["https://pay.request.network/?token=token-2"]);
  });

  it("differs where the companion creates the link: the payer is asked again, for the same link", async () => {
    const world = await World.open({ "POST /companion/v1/checkouts": [{ patch: { amount: "12" } }] });
    const button = await mount(world.companionOnly);
    button.press();
    await until(() => button.says.includes("12 USDC on Base"), "the new price");
    await button.settled();
    equal(left, []);

    button.press();
    await until(() => left.length, "the page leaves");

    const ids = (await world.calls("POST")).map(({ body }) => (body as { id: string }).id);
    equal(new Set(ids).size, 1);
  });

  it("12.50 is 12.5", async () => {
    const world = await World.open({
      "GET /companion/v1/products/:id": [{ patch: { amount: "12.50" } }],
      "POST /companion/v1/checkouts": [{ patch: { amount: "12.50" } }],
    });
    const button = await mount(world.bothWay);

    button.press();
    await until(() => left.length, "the page leaves");
  });

  it("has changed since: the open checkout is not used any more", async () => {
    const world = await World.open();
    const before = await mount(world.bothWay);
    before.press();
    await until(() => left.length, "the page leaves");
    const id = before.checkout?.id;
    before.element.remove();
    left.length = 0;
    await world.script({
      "GET /companion/v1/products/:id": [{ patch: { amount: "11" } }],
      "POST /companion/v1/checkouts": [{ patch: { amount: "11" } }],
    });

    const button = await mount(world.bothWay);
    await until(() => button.price.includes("11"), "the new price");
    button.press();
    await until(() => left.length, "the page leaves");

    ok(button.checkout?.id !== id, "another checkout");
    equal(left, ["https://pay.request.network/?token=token-2"]);
  });

  it("a quantity that a framework sets as text is the number that it says", async () => {
    const world = await World.open();
    const button = await mount({ ...world.bothWay });

    Object.assign(button.element, { quantity: "3" });
    await button.element.updateComplete;
    await until(() => button.price.includes("30"), "the price of three");
    button.press();
    await until(() => left.length, "the page leaves");

    const bodies = (await world.calls("POST")).map(({ body }) => body as { quantity?: unknown });
    equal(
      bodies.map(({ quantity }) => quantity).filter((quantity) => quantity !== undefined),
      [3],
    );
  });

  it("a faulty quantity is told to the integrator, and nothing is bought", async () => {
    for (const quantity of ["0", "-1", "1.5", "many"]) {
      const world = await World.open();
      const button = await mount({ ...world.bothWay, quantity });

      button.press();
      await until(() => button.events.length, "an error");

      equal(await world.calls("POST"), []);
      equal(left, []);
    }
  });
});
