import "../../widget/index.ts";
import { equal, ok } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, until, World } from "../helpers/widget-harness.ts";

const PATIENCE_MS = 15_000;
/** Long enough for an answer that does come. */
const HURRIED_MS = 700;

/** Lets what would be over after 15 s be over at once, and tells what was waited for. */
function hurry(): { waits: number[]; end: () => void } {
  const { setTimeout } = window;
  const waits: number[] = [];
  window.setTimeout = ((work: () => void, ms = 0) => {
    waits.push(ms);
    return setTimeout(work, ms === PATIENCE_MS ? HURRIED_MS : ms);
  }) as typeof window.setTimeout;
  const { timeout } = AbortSignal;
  AbortSignal.timeout = (ms) => {
    waits.push(ms);
    return timeout.call(AbortSignal, ms === PATIENCE_MS ? HURRIED_MS : ms);
  };
  const end = () => {
    window.setTimeout = setTimeout;
    AbortSignal.timeout = timeout;
  };
  return { waits, end };
}

describe("an answer that never comes", () => {
  afterEach(cleanUp);

  const calls = {
    "POST /companion/v1/checkouts": "bothWay",
    "POST /api/v2/secure-payments": "staticWay",
    "GET /companion/v1/products/:id": "bothWay",
  } as const;
  for (const [route, way] of Object.entries(calls)) {
    // input: E5
    it(`to ${route} is an error after 15 s, and another try`, async () => {
      const { waits, end } = hurry();
      try {
        const world = await World.open({ [route]: [{ never: true }, { never: true }, { patch: {} }] });
        const button = await mount(world[way]);
        button.press();
        await until(() => button.events.includes("checkout-error timeout"), "the error");
        await button.element.updateComplete;
        equal(left, []);
        equal(button.buttons, ["Try again"]);
        ok(waits.includes(PATIENCE_MS), "15 s, not one more");
        await world.script({ [route]: [{ patch: {} }] });

        button.press();
        await until(() => left.length, "the page leaves");
      } finally {
        end();
      }
    });
  }
});

describe("odd attributes", () => {
  afterEach(cleanUp);

  const URLS = [
    ["api-url", "javascript:alert(1)"],
    ["api-url", "data:application/json,{}"],
    ["api-url", "ftp://api.example"],
    ["return-url", "data:text/html,hi"],
    ["return-url", "blob:https://shop.example/6b5c"],
    ["return-url", "java\tscript:alert(1)"],
    ["server", "//evil.example:80:80"],
    ["server", "ws://shop.example"],
    ["server", "http://127.0.0.1.evil.example"],
    ["server", "file:///etc/passwd"],
  ] as const;
  for (const [name, value] of URLS) {
    // input: E2
    it(`${name}=${JSON.stringify(value)} leads nowhere, and is warned about`, async () => {
      const warnings: string[] = [];
      const { warn } = console;
      console.warn = (text) => warnings.push(text);
      const asked: string[] = [];
      const { fetch } = window;
      window.fetch = (...call) => {
        asked.push(String(call[0]));
        return fetch(...call);
      };
      try {
        const world = await World.open();
        const button = await mount({ ...world.staticWay, [name]: value });
        button.press();
        await until(() => button.events.length, "an answer to the press");

        ok(
          warnings.some((text) => text.startsWith("<request-checkout>") && text.includes(name)),
          warnings.join(),
        );
        const scheme = value.replace(/\t/, "").split(":")[0] ?? "";
        equal(
          [...asked, ...left].filter((url) => url.startsWith(`${scheme}:`) && url.includes("evil")),
          [],
        );
        equal(
          (await world.calls("POST")).some(({ body }) => JSON.stringify(body ?? "").includes(value)),
          false,
        );
      } finally {
        console.warn = warn;
        window.fetch = fetch;
      }
    });
  }

  // input: E1
  it("of any name and any text throw nothing, and write no markup", async () => {
    const world = await World.open();
    const texts = ["<img src=x onerror=wasHere=1>", "\u0000", "\ud800", "{amount}", "x".repeat(20_000), "-1"];
    const names =
      "quantity currency amount min max lang checkout-id label client-id payer-identifier payment-currency";
    const errors: unknown[] = [];
    const hear = (event: Event) => errors.push(event);
    addEventListener("error", hear);
    addEventListener("unhandledrejection", hear);

    for (const text of texts) {
      const attributes = Object.fromEntries(names.split(" ").map((name) => [name, text]));
      const button = await mount({ ...world.companionOnly, ...attributes, "payer-amount": "" });
      await button.element.pay();
      await button.element.updateComplete;
      equal(button.element.shadowRoot?.querySelector("img"), null);
    }

    removeEventListener("error", hear);
    removeEventListener("unhandledrejection", hear);
    equal(errors.length, 0);
    equal("wasHere" in window, false);
  });
});

describe("the page's own style sheets", () => {
  afterEach(cleanUp);

  /** What the well-known resets do to a button and the text around it. */
  const SHEETS = {
    "Tailwind's kind": `*, ::before, ::after { box-sizing: border-box; border: 0 solid; margin: 0; padding: 0 }
      html { line-height: 1.5; font-family: ui-sans-serif, system-ui; tab-size: 4 }
      button, input { font: inherit; letter-spacing: inherit; color: inherit; border-radius: 0; background-color: transparent; opacity: 1 }
      a { color: inherit; text-decoration: inherit } p { margin: 0 } img, svg { display: block; max-width: 100% }`,
    "Bootstrap's kind": `*, ::before, ::after { box-sizing: border-box }
      body { margin: 0; font: 400 1rem/1.5 system-ui; color: #212529; background: #fff; -webkit-text-size-adjust: 100% }
      p { margin: 0 0 1rem } button { border-radius: 0; text-transform: none } button, input { margin: 0; font-family: inherit; font-size: inherit; line-height: inherit }
      a { color: #0d6efd; text-decoration: underline } [role=button] { cursor: pointer } label { display: inline-block }`,
    "a careless kind": `body, body * { all: initial !important } button { display: none !important } [part] { opacity: 0 !important }
      div, p { position: fixed !important; z-index: -1 } :root { direction: ltr; font-size: 16px }`,
  };
  for (const [name, sheet] of Object.entries(SHEETS)) {
    // input: E13
    it(`of ${name} do not change how the button looks`, async () => {
      const world = await World.open();
      const look = async () => {
        const button = await mount(world.staticWay);
        const parts = [...(button.element.shadowRoot?.querySelectorAll("button, [part=amount]") ?? [])];
        const styles = parts.map((part) => {
          const { width, height } = part.getBoundingClientRect();
          const all = getComputedStyle(part);
          // The price is text of the page, and has the colour of its text.
          const color = part.localName === "button" ? all.color : "";
          const names =
            "font backgroundColor padding margin borderWidth borderRadius textTransform letterSpacing opacity display";
          return [
            width,
            height,
            color,
            ...names.split(" ").map((key) => all[key as keyof CSSStyleDeclaration]),
          ];
        });
        button.element.remove();
        return styles;
      };
      const plain = await look();

      const style = document.createElement("style");
      style.textContent = sheet;
      document.head.append(style);
      const styled = await look();
      style.remove();

      equal(plain.length > 1, true);
      equal(styled, plain);
    });
  }
});
