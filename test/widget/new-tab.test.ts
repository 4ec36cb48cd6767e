import "../../widget/index.ts";
import { equal, match, ok } from "../helpers/widget-assert.ts";
import { attach, cleanUp, left, mount, until, World } from "../helpers/widget-harness.ts";

class Tab {
  opener: unknown = window;
  closed = false;
  went: string[] = [];
  location = { replace: (url: string) => this.went.push(url) };
  close(): void {
    this.closed = true;
  }
}

const realOpen = window.open;
let opened: { url: unknown; features: unknown; tab: Tab }[] = [];

function letTabs(open: boolean): void {
  opened = [];
  window.open = ((url: unknown, _target: unknown, features: unknown) => {
    const tab = new Tab();
    opened.push({ url, features, tab });
    return open ? tab : null;
  }) as typeof window.open;
}

describe("target=_blank", () => {
  afterEach(() => {
    window.open = realOpen;
    return cleanUp();
  });

  it("opens the tab inside the press, cuts its opener, and sends it on when the link is ready", async () => {
    letTabs(true);
    const world = await World.open();
    const button = await mount({ ...world.bothWay, target: "_blank" });

    button.press();
    equal(opened.length, 1);
    const [{ tab, features } = { tab: new Tab(), features: "" }] = opened;
    equal(tab.opener, null);
    ok(!String(features ?? "").includes("noopener"), "noopener would answer null");
    await until(() => tab.went.length, "the tab goes");

    equal(tab.went, ["https://pay.request.network/?token=token-1"]);
    equal(left, []);
    await button.settled();
    equal(button.link?.target, "_blank");
    equal(button.link?.rel.includes("noopener"), true);
    await world.change(button.checkout?.id ?? "", { status: "paid", amountPaid: "10" });
    await until(() => button.checkout?.status === "paid", "it still follows");
  });

  it("closes the tab when there is no link", async () => {
    letTabs(true);
    const world = await World.open({ "POST /companion/v1/checkouts": [{ status: 503 }] });
    const button = await mount({ ...world.bothWay, target: "_blank" });

    button.press();
    await until(() => button.events.some((event) => event.includes("error")), "an error");

    ok(opened[0]?.tab.closed, "the tab is closed");
  });

  it("closes the tab when the price has changed", async () => {
    letTabs(true);
    const world = await World.open({ "POST /companion/v1/checkouts": [{ patch: { amount: "12" } }] });
    const button = await mount({ ...world.bothWay, target: "_blank" });

    button.press();
    await until(() => button.says.includes("12 USDC"), "the new price");

    ok(opened[0]?.tab.closed, "the tab is closed");
    equal(opened[0]?.tab.went, []);
  });

  it("closes the tab where a press comes before the field for the amount, which is empty", async () => {
    letTabs(true);
    const world = await World.open();
    const { product: _, ...bothWay } = world.bothWay;
    const element = document.createElement("request-checkout");
    const attributes = { ...bothWay, target: "_blank", "payer-amount": "", currency: "USDC-base" };
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    const mounted = attach(element);
    void element.pay();
    const button = await mounted;
    await until(() => button.events.length, "an error");

    equal(button.events, ["checkout-error amount_out_of_range"]);
    ok(opened[0]?.tab.closed, "the tab is closed");
    equal(await world.calls(), []);
  });

  // input: E8
  it("blocked: a focused link instead, and it follows", async () => {
    letTabs(false);
    const world = await World.open();
    const button = await mount({ ...world.bothWay, target: "_blank" });

    button.press();
    await until(() => button.link && !button.isBusy, "the link");
    await until(() => button.element.shadowRoot?.activeElement === button.link, "the focus");

    equal(left, []);
    equal(button.link?.href, "https://pay.request.network/?token=token-1");
    await world.change(button.checkout?.id ?? "", { status: "paid", amountPaid: "10" });
    await until(() => button.checkout?.status === "paid", "it still follows");
  });

  it("blocked: the message stays until the payer acts, whatever is read meanwhile", async () => {
    letTabs(false);
    const world = await World.open();
    const button = await mount({ ...world.bothWay, target: "_blank" });
    button.press();
    await until(() => /kept the payment page/.test(button.link?.textContent ?? ""), "the message");

    for (const status of ["processing", "failed", "pending"] as const) {
      await world.change(button.checkout?.id ?? "", { status });
      await until(() => button.checkout?.status === status, status);
      await button.element.updateComplete;
      match(button.link?.textContent, /kept the payment page/);
    }
  });

  it("a second press takes the same link, in a tab of its own", async () => {
    letTabs(true);
    const world = await World.open();
    const button = await mount({ ...world.bothWay, target: "_blank" });
    button.press();
    await until(() => opened[0]?.tab.went.length, "the tab goes");
    await button.settled();

    button.press();
    await until(() => opened[1]?.tab.went.length, "the tab goes");

    equal(opened[1]?.tab.went, opened[0]?.tab.went);
    equal((await world.calls("POST /api")).length, 1);
  });

  it("held Enter opens one tab", async () => {
    letTabs(true);
    const world = await World.open();
    const button = await mount({ ...world.bothWay, target: "_blank" });
    const press = (repeat: boolean) =>
      button
        .button()
        .dispatchEvent(
          new KeyboardEvent("keydown", { key: "Enter", repeat, cancelable: true, bubbles: true }),
        );

    press(false);
    button.press();
    await until(() => opened[0]?.tab.went.length, "the tab goes");
    await button.settled();
    const isClick = press(true);
    if (isClick) button.press();

    equal(opened.length, 1);
  });

  it("in an app's browser the same tab is used", async () => {
    letTabs(true);
    const agent = "Mozilla/5.0 (iPhone) AppleWebKit/605 [FBAN/FBIOS;FBAV/400.0]";
    Object.defineProperty(navigator, "userAgent", { value: agent, configurable: true });
    try {
      const world = await World.open();
      const button = await mount({ ...world.bothWay, target: "_blank" });
      button.press();
      await until(() => left.length, "the page leaves");
      equal(opened, []);
    } finally {
      Reflect.deleteProperty(navigator, "userAgent");
    }
  });
});
