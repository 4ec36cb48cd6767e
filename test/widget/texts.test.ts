import "../../widget/index.ts";
import { equal, match } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, until, World } from "../helpers/widget-harness.ts";

const ID = "0d3c7c3e-5c3b-4f8e-9d55-0a1b2c3d4e5f";
const HTML = `<img src=x onerror="window.wasHere = true">`;

describe("texts", () => {
  afterEach(cleanUp);

  it("the slot is the button's name", async () => {
    const world = await World.open();
    const button = await mount(world.staticWay, "Buy me a coffee");

    equal(button.buttons, ["Buy me a coffee"]);
  });

  it("a slot of nothing but white space leaves the button its name", async () => {
    const world = await World.open();
    const button = await mount(world.staticWay, "\n  ");
    const shown = () => button.button().textContent.trim();
    equal(shown(), "Pay");

    button.element.append("Buy");
    await until(() => shown() === "", "Pay is gone");

    equal(button.buttons, ["Buy"]);
  });

  it("labels override the built-in ones, also while a status is shown", async () => {
    const world = await World.open();
    await world.change(ID, { status: "pending" });
    const button = await mount({ server: world.companion, "checkout-id": ID });
    await until(() => button.checkout, "the checkout");

    button.element.labels = {
      pay: "Bezahlen",
      pending: "Wir warten auf {amount}.",
      amount: "{amount} {symbol}",
    };
    await button.element.updateComplete;

    equal(button.buttons, ["Bezahlen"]);
    match(button.says, /^Wir warten auf 10 USDC\.$/);
  });

  it("numbers are written as the nearest lang has them", async () => {
    const world = await World.open();
    const button = await mount({ ...world.staticWay, amount: "1234.5", lang: "de" });
    await until(() => button.price, "the price");

    match(button.price, /^1\.234,5 USDC/);
  });

  it("a lang that is none does no harm", async () => {
    const world = await World.open();
    const button = await mount({ ...world.staticWay, lang: "not a language!" });
    await until(() => button.price, "the price");

    match(button.price, /10 USDC/);
  });

  // input: E1
  it("HTML in attributes is text", async () => {
    const world = await World.open();
    const names = ["product", "reference", "amount", "currency", "offer", "target", "return-label", "payee"];
    const attributes = Object.fromEntries(names.map((name) => [name, HTML]));
    const button = await mount({ ...world.staticWay, ...attributes, server: world.companion });

    await button.element.pay();
    await button.element.updateComplete;

    equal(button.element.shadowRoot?.querySelector("img"), null);
    equal("wasHere" in window, false);
    equal(left, []);
  });

  // input: E1
  it("HTML in answers is text", async () => {
    const world = await World.open();
    const patch = { currency: `USDC-${HTML}`, reason: HTML, status: "paid", amountPaid: "10" } as object;
    await world.change(ID, patch);
    const button = await mount({ server: world.companion, "checkout-id": ID });
    await until(() => button.checkout, "the checkout");
    await button.element.updateComplete;

    equal(button.element.shadowRoot?.querySelector("img"), null);
    equal("wasHere" in window, false);
  });
});
