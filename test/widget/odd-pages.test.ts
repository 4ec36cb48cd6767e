import "../../widget/index.ts";
import { equal, match } from "../helpers/widget-assert.ts";
import { attach, cleanUp, left, mount, type PayButton, until, World } from "../helpers/widget-harness.ts";

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
