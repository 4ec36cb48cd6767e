import "../../widget/index.ts";
import { sendKeys } from "@web/test-runner-commands";
import { equal, match } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, type PayButton, until, World } from "../helpers/widget-harness.ts";

/** A jar for tips of 1 to 500 USDC, with its field, which comes with the rest of the script. */
async function jar(world: World, attributes: Record<string, string> = {}): Promise<PayButton> {
  const { product: _, ...companion } = world.bothWay;
  const button = await mount({
    ...companion,
    "payer-amount": "",
    min: "1",
    max: "500",
    currency: "USDC-base",
    ...attributes,
  });
  await until(() => inputOf(button) || button.says, "the field, or a receipt");
  return button;
}

function inputOf({ element }: PayButton): HTMLInputElement | null | undefined {
  return element.shadowRoot?.querySelector("input");
}

function field(button: PayButton): HTMLInputElement {
  const input = inputOf(button);
  if (!input) throw new Error("there is no field");
  return input;
}

async function type(button: PayButton, text: string): Promise<void> {
  field(button).value = text;
  field(button).dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  await button.element.updateComplete;
}

describe("an amount of the payer's choice", () => {
  afterEach(cleanUp);

  it("is typed into a field that says in what", async () => {
    const button = await jar(await World.open(), { amount: "5" });

    equal(field(button).labels?.[0]?.textContent?.trim(), "Amount in USDC");
    equal(field(button).value, "5");
    equal(field(button).inputMode, "decimal");
  });

  it("may be asked for by an attribute that comes later", async () => {
    const world = await World.open();
    const { product: _, ...companion } = world.bothWay;
    const button = await mount({ ...companion, currency: "USDC-base" });
    await until(() => button.element.isAwake, "it has looked for an open checkout");

    button.element.setAttribute("payer-amount", "");

    await until(() => inputOf(button), "the field");
  });

  it("is what the link and the companion are asked for", async () => {
    const world = await World.open();
    const button = await jar(world, { lang: "de" });

    await type(button, "2,50");
    button.press();
    await until(() => left.length, "the page leaves");

    const [link, checkout] = (await world.calls("POST")).map(({ body }) => body as Record<string, unknown>);
    equal(link?.requests, [{ amount: "2.5" }]);
    equal([checkout?.amount, checkout?.currency], ["2.5", "USDC-base"]);
  });

  it("goes with another link than another amount", async () => {
    const world = await World.open();
    const button = await jar(world);
    for (const amount of ["2", "3"]) {
      await type(button, amount);
      button.press();
      await until(() => left.length, "the page leaves");
      left.length = 0;
      dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    }

    equal((await world.calls("POST /api")).length, 2);
  });

  it("is known again after the return", async () => {
    const world = await World.open();
    const before = await jar(world, { amount: "5" });
    await type(before, "7.5");
    before.press();
    await until(() => left.length, "the page leaves");
    await world.change(before.checkout?.id ?? "", { status: "paid", amountPaid: "7.5" });
    before.element.remove();

    const button = await jar(world, { amount: "5" });
    await until(() => button.checkout?.status === "paid", "paid");

    match(button.says, /7\.5 USDC/);
  });

  for (const typed of ["", "0.99", "501", "1,000", "ten", "1e2", "-5"]) {
    it(`of ${JSON.stringify(typed)} is refused in the payer's words, and nothing is asked for`, async () => {
      const world = await World.open();
      const button = await jar(world);

      await type(button, typed);
      button.press();
      await until(() => button.says, "it says what will do");

      match(button.says, /enter an amount from 1 USDC on Base to 500 USDC on Base/);
      equal(button.buttons, ["Pay"]);
      equal(field(button).getAttribute("aria-invalid"), "true");
      equal(button.element.shadowRoot?.activeElement, field(button));
      equal(button.events, ["checkout-error amount_out_of_range"]);
      equal(await world.calls(), []);
    });
  }

  it("is asked for again once it is right", async () => {
    const button = await jar(await World.open());
    button.press();
    await until(() => button.says, "it says what will do");

    await type(button, "7");

    equal(button.says, "");
    equal(field(button).getAttribute("aria-invalid"), "false");
  });

  it("is none to choose beside a product", async () => {
    const world = await World.open();
    const button = await mount({ ...world.bothWay, "payer-amount": "" });

    equal(button.element.shadowRoot?.querySelector("input"), null);
  });

  it("is what the page has come to say, where it says something after the payer", async () => {
    const world = await World.open();
    const button = await jar(world);
    await type(button, "25");

    button.element.setAttribute("amount", "5");
    await button.element.updateComplete;
    equal(field(button).value, "5");
    button.press();
    await until(() => left.length, "the page leaves");

    const [link, order] = (await world.calls("POST")).map(({ body }) => body as Record<string, unknown>);
    equal([link?.requests, order?.amount], [[{ amount: "5" }], "5"]);
  });

  it("is one in field, link and order, also after the element was moved beside an open payment", async () => {
    const world = await World.open();
    const button = await jar(world);
    await type(button, "10");
    button.press();
    await until(() => left.length, "the page leaves");
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    await type(button, "30");
    button.element.remove();
    await until(() => !button.element.isConnected, "it is off");
    document.body.append(button.element);
    await button.element.updateComplete;
    const shown = field(button).value;
    left.length = 0;
    button.press();
    await until(() => left.length, "the page leaves");

    const links = await world.calls("POST /api");
    equal((links.at(-1)?.body as Record<string, unknown> | undefined)?.requests, [{ amount: shown }]);
    equal([shown, button.checkout?.amount], ["30", "30"]);
  });

  it("beside an open payment of another amount: that one is named wherever it is linked", async () => {
    const button = await jar(await World.open());
    await type(button, "7");
    button.press();
    await until(() => left.length, "the page leaves");
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    await until(() => button.link, "the link");
    equal(button.link?.textContent, "Go to the payment page");

    await type(button, "20");
    equal(button.link?.textContent, "Go to the payment page (7 USDC on Base)");
    equal(button.buttons, ["Pay", "Continue on your phone (7 USDC on Base)"]);
    match(button.says, /^7 USDC on Base: Waiting/);
    await type(button, "7");
    equal(button.link?.textContent, "Go to the payment page");
  });

  const BOUNDS: [Record<string, string>, RegExp][] = [
    [{ min: "2", max: "" }, /at least 2 USDC on Base/],
    [{ min: "", max: "0.5" }, /at most 0\.5 USDC on Base/],
  ];
  for (const [bounds, says] of BOUNDS)
    it(`of one bound only says which: ${says}`, async () => {
      const button = await jar(await World.open(), bounds);
      await type(button, "1");
      button.press();
      await until(() => button.says, "it says what will do");

      match(button.says, says);
    });

  const FIELDS: [string, RegExp][] = [
    ["must be 3 to 50", /from 3 USDC on Base to 50 USDC on Base/],
    ["USDC-base has 6 decimals", /at most 6 decimal places/],
  ];
  for (const [amount, says] of FIELDS)
    it(`that the companion does not take, since it ${amount}, says which will do`, async () => {
      const error = { code: "invalid_request", message: "The request is not valid.", fields: { amount } };
      const world = await World.open({ "POST /companion/v1/checkouts": [{ status: 400, body: { error } }] });
      const button = await jar(world);
      await type(button, "1.1234567");
      button.press();
      await until(() => button.events.length, "an error");
      await button.element.updateComplete;

      match(button.says, says);
    });

  it("is paid by Enter in the field", async () => {
    const world = await World.open();
    const button = await jar(world);
    field(button).focus();
    await sendKeys({ type: "12" });
    await sendKeys({ press: "Enter" });
    await until(() => left.length, "the page leaves");

    equal(button.checkout?.amount, "12");
  });
});
