import "../../widget/index.ts";
import { sendKeys } from "@web/test-runner-commands";
import { equal, match, ok } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, type PayButton, setReturn, until, World } from "../helpers/widget-harness.ts";

type Body = Record<string, unknown>;

async function press(button: PayButton): Promise<Body[]> {
  button.press();
  await until(() => left.length, "the page leaves");
  return [];
}

describe("in another document", () => {
  afterEach(cleanUp);

  it("of a frame the button looks the same, made there or moved there", async () => {
    const world = await World.open();
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const inner = frame.contentDocument as Document;
    const look = ({ element }: PayButton) => {
      const { backgroundColor, borderRadius, fontSize } = getComputedStyle(
        element.shadowRoot?.querySelector("button") as Element,
      );
      return [backgroundColor, borderRadius, fontSize];
    };
    const outside = await mount(world.staticWay);
    const usual = look(outside);

    const made = document.createElement("request-checkout");
    for (const [name, value] of Object.entries(world.staticWay)) made.setAttribute(name, value);
    inner.body.append(made);
    await made.updateComplete;
    equal(made.shadowRoot?.querySelector("button")?.textContent?.trim(), "Pay");
    inner.body.append(outside.element);
    await outside.element.updateComplete;
    equal(look(outside), usual);
    outside.press();
    await until(() => left.length, "the page leaves");
    await outside.element.updateComplete;
    match(outside.says, /Taking you/);

    document.body.append(outside.element);
    await outside.element.updateComplete;
    equal(look(outside), usual);
    frame.remove();
  });
});

describe("sizes and focus", () => {
  afterEach(cleanUp);

  it("the text of a button does not shrink with the root", async () => {
    const world = await World.open();
    document.documentElement.style.fontSize = "62.5%";
    try {
      const button = await mount(world.staticWay);
      equal(getComputedStyle(button.button()).fontSize, "16px");
      button.element.style.setProperty("--request-checkout-size", "20px");
      equal(getComputedStyle(button.button()).fontSize, "20px");
    } finally {
      document.documentElement.style.fontSize = "";
    }
  });

  it("the focus stays in the element when it is paid, and after Buy again", async () => {
    const world = await World.open();
    const button = await mount(world.companionOnly);
    const focused = () => button.element.shadowRoot?.activeElement?.getAttribute("part");
    button.button().focus();
    await press(button);
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    await world.change(button.checkout?.id ?? "", { status: "paid", amountPaid: "10" });
    await until(() => button.buttons.includes("Buy again"), "paid");
    equal(document.activeElement === button.element, true);
    ok(button.element.shadowRoot?.activeElement, "something in the element");

    button.button("Buy again").focus();
    await sendKeys({ press: "Enter" });
    await until(() => button.buttons.includes("Pay"), "it is sold again");
    equal([document.activeElement === button.element, focused()], [true, "button"]);
  });
});

describe("a return", () => {
  afterEach(cleanUp);

  it("is shown by the element that sells exactly that, whichever came first", async () => {
    const world = await World.open();
    const before = await mount({ ...world.bothWay, quantity: "3" });
    await press(before);
    const id = before.checkout?.id ?? "";
    before.element.remove();
    setReturn(id);

    const one = await mount(world.bothWay);
    await until(() => one.checkout?.id === id, "the family's");
    const three = await mount({ ...world.bothWay, quantity: "3" });
    await until(() => three.checkout?.id === id, "its own");

    await until(() => one.checkout === null, "given up");
    equal([one.link, one.buttons], [undefined, ["Pay"]]);
  });
});
