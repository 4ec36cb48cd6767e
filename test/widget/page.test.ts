import "../../widget/index.ts";
import { equal, ok } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, until, World } from "../helpers/widget-harness.ts";

async function warningsOf(work: () => Promise<unknown>): Promise<string[]> {
  const warnings: string[] = [];
  const { warn } = console;
  console.warn = (text) => warnings.push(text);
  await work().finally(() => {
    console.warn = warn;
  });
  return warnings;
}

describe("the page around it", () => {
  afterEach(cleanUp);

  // input: E10
  it("the script loaded twice: one warning for each tag, and the first goes on working", async () => {
    const first = customElements.get("request-checkout");

    const again = "../../widget/index.ts?again";
    const warnings = await warningsOf(() => import(again));

    equal(customElements.get("request-checkout"), first);
    equal(warnings.length, 2, warnings.join());
    ok(warnings[0]?.includes("<request-checkout>"), warnings[0] ?? "");
  });

  it("nothing is written on the host but what the page wrote", async () => {
    const button = await mount({ "client-id": "cli_1", amount: "10", currency: "USDC-base" });

    equal(button.element.getAttributeNames().sort(), ["amount", "client-id", "currency"]);
  });

  it("an attribute that is taken away is gone", async () => {
    const world = await World.open();
    const button = await mount({ ...world.staticWay, reference: "r" });
    button.element.removeAttribute("reference");

    button.press();
    await until(() => left.length, "the page leaves");

    const [call] = await world.calls("POST");
    equal(Object.keys((call?.body ?? {}) as object).sort(), ["redirectUrl", "requests"]);
  });

  const MOVES: Record<string, (element: HTMLElement) => void> = {
    prepend: (element) => document.body.prepend(element),
    insertBefore: (element) => document.body.insertBefore(element, document.body.firstChild),
    moveBefore: (element) => document.body.moveBefore(element, document.body.firstChild),
    "a wrapper": (element) => {
      const wrapper = document.createElement("div");
      element.replaceWith(wrapper);
      wrapper.append(element);
    },
  };
  for (const [name, move] of Object.entries(MOVES))
    it(`moved by ${name} while it prepares: the press goes on`, async () => {
      const world = await World.open();
      const button = await mount(world.companionOnly);
      const { fetch } = window;
      window.fetch = async (...call) => {
        const answer = await fetch(...call);
        if (call[1]?.method === "POST") move(button.element);
        return answer;
      };
      button.press();
      await until(() => left.length, "the page leaves");
      window.fetch = fetch;

      equal(button.events, ["checkout-created pending"]);
      equal(button.element.isConnected, true);
    });

  it("reset while it prepares: nothing is opened, remembered or gone to", async () => {
    const world = await World.open();
    const button = await mount(world.companionOnly);
    const { fetch } = window;
    window.fetch = async (...call) => {
      const answer = await fetch(...call);
      if (call[1]?.method === "POST") button.element.reset();
      return answer;
    };
    await button.element.pay();
    window.fetch = fetch;
    await button.element.updateComplete;

    equal([left, button.events, button.checkout, button.isBusy], [[], [], null, false]);
    equal(Object.keys(localStorage), []);
  });

  it("taken off the page while it prepares: no navigation", async () => {
    const world = await World.open();
    const [early, late] = [await mount(world.companionOnly), await mount(world.companionOnly)];
    const { fetch } = window;
    window.fetch = async (...call) => {
      const answer = await fetch(...call);
      if (call[1]?.method === "POST") late.element.remove();
      return answer;
    };

    const presses = [early.element.pay(), late.element.pay()];
    early.element.remove();
    await Promise.all(presses);
    window.fetch = fetch;

    equal((await world.calls("POST")).length, 1);
    equal([left, early.events, late.events], [[], [], []]);
  });

  it("another tab's news while it prepares do not stop it", async () => {
    const world = await World.open();
    const button = await mount(world.bothWay);
    button.press();
    const key = (button.element as unknown as { key: string }).key;
    const hear = () =>
      dispatchEvent(new StorageEvent("storage", { key, newValue: null, storageArea: localStorage }));

    await until(() => left.length > 0 || !hear(), "the page leaves");
  });

  // input: E11
  it("clobbered document properties and a polluted prototype do no harm", async () => {
    const world = await World.open();
    const forms = document.createElement("div");
    forms.innerHTML = `<img name="querySelector"><img name="currentScript"><form name="location"></form>`;
    document.body.append(forms);
    Object.assign(Object.prototype, { polluted: "polluted", toJSON: undefined });
    try {
      const button = await mount(world.bothWay);
      button.press();
      await until(() => left.length, "the page leaves");
    } finally {
      for (const name of ["polluted", "toJSON"]) Reflect.deleteProperty(Object.prototype, name);
      forms.remove();
    }
  });

  // input: E13
  it("a page whose CSS resets everything: it looks the same", async () => {
    const world = await World.open();
    const look = async () => {
      const button = await mount(world.staticWay);
      const { width, height } = button.button().getBoundingClientRect();
      const { font, color, backgroundColor } = getComputedStyle(button.button());
      const amount = button.element.shadowRoot?.querySelector("[part=amount]");
      const { letterSpacing, textTransform, lineHeight } = getComputedStyle(amount as Element);
      button.element.remove();
      return { width, height, font, color, backgroundColor, letterSpacing, textTransform, lineHeight };
    };
    const plain = await look();

    const style = document.createElement("style");
    style.textContent = `body, body * { all: unset; letter-spacing: 1em; text-transform: uppercase; line-height: 5; font: 30px serif }
      button { background: red; color: lime } p { margin: 5em }`;
    document.head.append(style);
    const reset = await look();
    style.remove();

    equal(reset, plain);
  });
});
