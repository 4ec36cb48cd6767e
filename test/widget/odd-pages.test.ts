import "../../widget/index.ts";
import { sendKeys } from "@web/test-runner-commands";
import { equal, match, ok } from "../helpers/widget-assert.ts";
import {
  attach,
  cleanUp,
  left,
  mount,
  type PayButton,
  setReturn,
  until,
  World,
} from "../helpers/widget-harness.ts";

type Body = Record<string, unknown>;

async function press(button: PayButton): Promise<Body[]> {
  button.press();
  await until(() => left.length, "the page leaves");
  return [];
}

async function bodies(world: World): Promise<Body[]> {
  return (await world.calls("POST")).map(({ body }) => body as Body);
}

describe("properties of other kinds", () => {
  afterEach(cleanUp);

  it("numbers are texts, and null is nothing", async () => {
    const world = await World.open();
    const element = document.createElement("request-checkout");
    const values = {
      reference: 17,
      amount: 12.5,
      labels: null,
      payee: undefined,
      quantity: null,
      offer: null,
    };
    Object.assign(
      element,
      { clientId: `cli_${world.name}`, apiUrl: world.api, currency: "USDC-base" },
      values,
    );
    const button = await attach(element);
    await until(() => button.price, "the price");

    await press(button);

    const [link] = await bodies(world);
    equal([link?.reference, link?.requests], ["17", [{ amount: "12.5" }]]);
  });

  it("of any kind throw nothing", async () => {
    const errors: unknown[] = [];
    const hear = (event: Event) => errors.push(event);
    addEventListener("error", hear);
    addEventListener("unhandledrejection", hear);
    for (const value of [
      null,
      undefined,
      5,
      Number.NaN,
      true,
      [],
      {},
      Object.create(null),
      Symbol("x"),
      () => {},
    ]) {
      const element = document.createElement("request-checkout");
      const names = [
        "server",
        "product",
        "amount",
        "currency",
        "lang",
        "labels",
        "target",
        "offer",
        "min",
        "text",
      ];
      Object.assign(element, Object.fromEntries(names.map((name) => [name, value])));
      const button = await attach(element);
      await button.element.pay();
      await button.element.updateComplete;
    }
    removeEventListener("error", hear);
    removeEventListener("unhandledrejection", hear);

    equal(errors.length, 0);
  });
});

describe("the page's address", () => {
  afterEach(cleanUp);

  it("keeps a route in its hash", async () => {
    const world = await World.open();
    const { href } = location;
    history.replaceState(null, "", "#/cart");
    try {
      const button = await mount(world.staticWay);
      await press(button);
      match((await bodies(world))[0]?.redirectUrl, /[?&]checkout=[\da-f-]{36}#\/cart$/);
    } finally {
      history.replaceState(null, "", href);
    }
  });

  it("with a base: a relative return-url, and a relative server, are read against it", async () => {
    const world = await World.open();
    const base = document.createElement("base");
    base.href = "https://shop.example/a/b/";
    document.head.append(base);
    try {
      const button = await mount({ ...world.staticWay, "return-url": "../thanks?x=1" });
      await press(button);
      match((await bodies(world))[0]?.redirectUrl, /^https:\/\/shop\.example\/a\/thanks\?x=1&checkout=/);
    } finally {
      base.remove();
    }
  });
});

describe("a page that a browser translates", () => {
  afterEach(cleanUp);

  /** What the translators of browsers do to every text, in shadow trees too. */
  function translate(root: Node): void {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts.filter(({ data }) => data.trim())) {
      const font = document.createElement("font");
      font.append(`[${text.data}]`);
      text.replaceWith(font);
    }
  }

  it("says what has changed, not what was translated", async () => {
    const world = await World.open();
    const button = await mount(world.companionOnly);
    await until(() => button.price, "the price");
    translate(button.element.shadowRoot as ShadowRoot);
    await press(button);
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    await until(() => /Waiting/.test(button.says), "waiting");
    translate(button.element.shadowRoot as ShadowRoot);

    await world.change(button.checkout?.id ?? "", { status: "paid", amountPaid: "10" });
    await until(() => button.checkout?.status === "paid", "paid");
    await button.element.updateComplete;

    match(button.says, /^Paid\. 10 USDC/);
    equal(button.buttons, ["Buy again"]);
  });
});

describe("prices", () => {
  afterEach(cleanUp);

  it("of sixty buttons of one product are one read", async () => {
    const world = await World.open();
    const buttons = await Promise.all(Array.from({ length: 60 }, () => mount(world.bothWay)));
    await until(() => buttons.every(({ price }) => price), "all prices");

    equal((await world.calls("GET /companion/v1/products")).length, 1);
  });

  it("that are lost, limited or blocked stop no press that does not need them", async () => {
    for (const answer of [{ status: 429 }, { status: 503 }, { cut: true }, { text: "<h1>" }]) {
      const world = await World.open({ "GET /companion/v1/products/:id": [answer] });
      const button = await mount(world.companionOnly);
      await press(button);
      equal(left.length, 1);
      left.length = 0;
    }
  });
});

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
