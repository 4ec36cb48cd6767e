import "../../widget/index.ts";
import { equal } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, until, World } from "../helpers/widget-harness.ts";

describe("events", () => {
  afterEach(cleanUp);

  it("tell the whole story once, in order", async () => {
    const world = await World.open();
    const button = await mount(world.bothWay);
    button.press();
    await until(() => left.length, "the page leaves");
    const id = button.checkout?.id ?? "";

    for (const status of ["processing", "paid"] as const) {
      await world.change(id, { status });
      await until(() => button.checkout?.status === status, status);
    }

    equal(button.events, [
      "checkout-created pending",
      "checkout-change processing",
      "checkout-change paid",
      "checkout-paid paid",
    ]);
  });

  it("bubble, cross shadow roots, and carry the checkout as plain data", async () => {
    const world = await World.open();
    const seen: unknown[] = [];
    const listener = (event: HTMLElementEventMap["checkout-created"]) =>
      seen.push(event.composed, JSON.parse(JSON.stringify(event.checkout)).amount);
    document.body.addEventListener("checkout-created", listener);
    const button = await mount({ ...world.companionOnly, quantity: "2" });

    button.press();
    await until(() => left.length, "the page leaves");
    document.body.removeEventListener("checkout-created", listener);

    equal(seen, [true, "20"]);
  });

  it("a listener that throws stops nothing", async () => {
    const world = await World.open();
    const button = await mount(world.companionOnly);
    const swallow = (event: ErrorEvent) => event.preventDefault();
    const { onerror } = window;
    window.onerror = () => true;
    addEventListener("error", swallow);
    button.element.addEventListener("checkout-created", () => {
      throw new Error("the page's own");
    });

    button.press();
    await until(() => left.length, "the page leaves");
    removeEventListener("error", swallow);
    window.onerror = onerror;
  });
});
