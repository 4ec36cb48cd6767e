import "../../widget/index.ts";
import "axe-core";
import { emulateMedia } from "@web/test-runner-commands";
import { equal, ok } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, until, World } from "../helpers/widget-harness.ts";

declare const axe: typeof import("axe-core");
const ID = "0d3c7c3e-5c3b-4f8e-9d55-0a1b2c3d4e5f";
const STATUSES = [
  "pending",
  "processing",
  "partially_paid",
  "paid",
  "failed",
  "expired",
  "refunded",
  "review",
] as const;

async function faultsOf(element: Element): Promise<string[]> {
  const { violations } = await axe.run(element, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
}

for (const colorScheme of ["light", "dark"] as const) {
  describe(`axe finds nothing, ${colorScheme}`, () => {
    beforeEach(async () => {
      await emulateMedia({ colorScheme });
      document.documentElement.style.cssText =
        "color-scheme: light dark; background: Canvas; color: CanvasText";
    });
    afterEach(async () => {
      await emulateMedia({ colorScheme: "light" });
      document.documentElement.style.cssText = "";
      await cleanUp();
    });

    it("idle, preparing and failed", async () => {
      const world = await World.open({ "POST /companion/v1/checkouts": [{ status: 500 }] });
      const button = await mount(world.companionOnly);
      equal(await faultsOf(button.element), []);
      await button.element.pay();
      await button.element.updateComplete;
      equal(await faultsOf(button.element), []);
    });

    it("in Arabic, with the QR code open, and where an amount is refused", async () => {
      const world = await World.open();
      await world.change(ID, { securePaymentUrl: "https://pay.request.network/?token=t" });
      const button = await mount({ server: world.companion, "checkout-id": ID, lang: "ar" });
      await until(() => button.link, "the link");
      button.press("المتابعة على هاتفك");
      await until(() => button.element.shadowRoot?.querySelector("svg"), "the code");
      equal(await faultsOf(button.element), []);

      const jar = await mount({ ...world.staticWay, "payer-amount": "", amount: "", lang: "ar" });
      jar.press();
      await until(() => jar.says, "a word");
      equal(await faultsOf(jar.element), []);
    });

    for (const status of STATUSES) {
      it(status, async () => {
        const world = await World.open();
        await world.change(ID, {
          status,
          amountPaid: "4",
          securePaymentUrl: "https://pay.request.network/?token=t",
        });
        const button = await mount({ server: world.companion, "checkout-id": ID });
        await until(() => button.checkout, "the checkout");
        await button.element.updateComplete;

        equal(await faultsOf(button.element), []);
      });
    }
  });
}

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
