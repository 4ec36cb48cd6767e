import "../../widget/index.ts";
import { equal, match, ok } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, setReturn, until, World } from "../helpers/widget-harness.ts";
import type { WidgetAnswer } from "../helpers/widget-world.ts";

const HOSTILE: Record<string, WidgetAnswer> = {
  HTML: { text: "<h1>Hello</h1>" },
  nothing: { text: "" },
  "another shape": { body: { id: 1, status: { toString: "x" } } },
  null: { text: "null" },
  "an unknown status": { patch: { status: "hooray" } },
  "an amount that is no decimal": { patch: { amount: "1e9" } },
  "10 MB": { patch: { padding: "x".repeat(10_000_000) } },
  "500": { status: 500, text: "<h1>Oops</h1>" },
  "a cut connection": { cut: true },
};

describe("answers that are none", () => {
  afterEach(cleanUp);

  for (const [name, answer] of Object.entries(HOSTILE)) {
    // input: E4
    it(`the companion answers ${name}: an error, and the same link again`, async () => {
      const world = await World.open({ "POST /companion/v1/checkouts": [answer, { patch: {} }] });
      const button = await mount(world.bothWay);
      button.press();
      await until(() => button.events.some((event) => event.startsWith("checkout-error")), "an error");
      await button.element.updateComplete;
      equal(left, []);
      ok(button.says.length > 10, "the payer is told");
      equal(button.buttons, ["Try again"]);

      button.press();
      await until(() => left.length, "the page leaves");

      equal((await world.calls("POST /api")).length, 1);
      const [first, second] = await world.calls("POST /companion");
      equal(second?.body, first?.body);
    });
  }

  for (const name of ["HTML", "nothing", "another shape", "null", "10 MB", "500", "a cut connection"]) {
    // input: E4
    it(`Request Network answers ${name}: an error, and another try`, async () => {
      const world = await World.open({
        "POST /api/v2/secure-payments": [HOSTILE[name] as WidgetAnswer, { patch: {} }],
      });
      const button = await mount(world.staticWay);
      button.press();
      await until(() => button.events.length, "an error");
      await button.element.updateComplete;
      equal(left, []);

      button.press();
      await until(() => left.length, "the page leaves");
    });
  }
});

describe("a refusal", () => {
  afterEach(cleanUp);

  for (const code of ["id_conflict", "link_claimed"]) {
    it(`${code}: the next press starts afresh`, async () => {
      const refused = { status: 409, body: { error: { code, message: "taken" } } };
      const world = await World.open({ "POST /companion/v1/checkouts": [refused, { patch: {} }] });
      const button = await mount(world.bothWay);
      button.press();
      await until(() => button.events.includes(`checkout-error ${code}`), "the error");
      await button.element.updateComplete;

      button.press();
      await until(() => left.length, "the page leaves");

      const [first, second] = await world.calls("POST /companion");
      const ids = [first, second].map((call) => (call?.body as { id?: string } | undefined)?.id);
      ok(ids[0] !== ids[1], "another id");
      equal(left, ["https://pay.request.network/?token=token-2"]);
    });
  }

  it("the integrator's mistake is one warning that names the tag; the payer reads plain words", async () => {
    const warnings: string[] = [];
    const { warn } = console;
    console.warn = (text) => warnings.push(text);
    try {
      const refused = { status: 403, body: { error: { code: "origin_not_allowed", message: "add it" } } };
      const world = await World.open({ "POST /companion/v1/checkouts": [refused] });
      const button = await mount(world.companionOnly);
      button.press();
      await until(() => button.events.includes("checkout-error origin_not_allowed"), "the error");
      await button.settled();
      await button.element.updateComplete;
      button.press();
      await until(() => button.events.length > 1, "the error again");

      equal(warnings.length, 1);
      ok(
        /<request-checkout>.*ALLOWED_ORIGINS|<request-checkout>.*add it/.test(warnings[0] ?? ""),
        warnings[0] ?? "",
      );
      ok(!/origin|403|undefined|Error/.test(button.says), button.says);
    } finally {
      console.warn = warn;
    }
  });

  it("by Request Network of the page's origin is no loop", async () => {
    const refused = { status: 403, body: { statusCode: 403, message: "Forbidden", error: "Forbidden" } };
    const world = await World.open({ "POST /api/v2/secure-payments": [refused] });
    const button = await mount(world.staticWay);

    button.press();
    await until(() => button.events.length, "an error");

    equal((await world.calls("POST")).length, 1);
    equal(left, []);
  });
});

describe("what is said of an error", () => {
  afterEach(cleanUp);

  it("that nothing was charged only where nothing was ever opened", async () => {
    const down = { status: 503 };
    const world = await World.open({ "POST /companion/v1/checkouts": [down, { patch: {} }, down] });
    const button = await mount(world.companionOnly);
    button.press();
    await until(() => button.buttons.includes("Try again"), "an error");
    match(button.says, /not been charged/);
    button.press("Try again");
    await until(() => left.length, "the page leaves");
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    localStorage.clear();
    setReturn(button.checkout?.id);
    button.press();
    await until(() => button.buttons.includes("Try again"), "an error");

    ok(!/charged/.test(button.says), button.says);
  });

  it("that an offer has expired: to load the page again", async () => {
    const refused = { status: 400, body: { error: { code: "offer_expired", message: "over" } } };
    const world = await World.open({ "POST /companion/v1/checkouts": [refused] });
    const button = await mount({ server: world.companion, offer: `e30.${btoa("{}")}.c2ln` });
    button.press();
    await until(() => button.events.length, "an error");
    await button.element.updateComplete;

    match(button.says, /expired.*reload the page/);
  });
});

describe("pay()", () => {
  afterEach(cleanUp);

  it("never rejects", async () => {
    const world = await World.open({ "POST /companion/v1/checkouts": [{ cut: true }] });
    const button = await mount(world.companionOnly);

    equal(await button.element.pay(), undefined);
    equal(button.events, ["checkout-error network"]);
  });

  it("without any attribute is one error", async () => {
    const button = await mount({});

    await button.element.pay();

    equal(button.events.length, 1);
    equal(left, []);
  });
});
