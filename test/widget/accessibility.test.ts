import "../../widget/index.ts";
import { equal, ok } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, until, World } from "../helpers/widget-harness.ts";

describe("for a keyboard and a screen reader", () => {
  afterEach(cleanUp);

  it("the live region is there from the start, and is never replaced", async () => {
    const world = await World.open({ "POST /companion/v1/checkouts": [{ never: true }] });
    const button = await mount(world.companionOnly);
    const region = button.element.shadowRoot?.querySelector("[role=status]");
    ok(region, "a live region");

    button.press();
    await until(() => button.isBusy, "busy");

    equal(button.element.shadowRoot?.querySelector("[role=status]") === region, true);
    ok(button.says, "it says what happens");
  });

  it("the button keeps its focus while it is busy", async () => {
    const world = await World.open({ "POST /companion/v1/checkouts": [{ never: true }] });
    const button = await mount(world.companionOnly);
    button.button().focus();

    button.press();
    await until(() => button.isBusy, "busy");

    equal(button.element.shadowRoot?.activeElement === button.button(), true);
    equal(button.button().getAttribute("aria-disabled"), "true");
    equal(button.button().disabled, false);
    equal(left, []);
  });

  it("the button is at least 44 pixels high", async () => {
    const button = await mount({ "client-id": "cli_1", amount: "10", currency: "USDC-base" });

    ok(button.button().getBoundingClientRect().height >= 44, "44 px");
  });
});
