import "../../widget/index.ts";
import { equal, ok } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, until, World } from "../helpers/widget-harness.ts";

const UNSAFE = [
  "http://pay.request.network/?token=t",
  "https://evil.example/?token=t",
  "https://pay.request.network.evil.example/",
  "https://pay.request.network@evil.example/",
  "https://user@pay.request.network/",
  "https://pay.request.network:8443/",
  "blob:https://pay.request.network/6b5c",
  "javascript:alert(1)//pay.request.network",
  "data:text/html,hi",
  "//evil.example/?token=t",
  "http://127.0.0.1.evil.example/",
  "not a url",
];

const SAFE = [
  "https://pay.request.network/?token=t",
  "https://secure.request.network/?token=t",
  "https://secure.request.network/t",
];

function answer(securePaymentUrl: string) {
  const answers = [{ patch: { securePaymentUrl } }];
  return { "POST /companion/v1/checkouts": answers, "GET /companion/v1/checkouts/:id": answers };
}

describe("the page to pay on", () => {
  afterEach(cleanUp);

  for (const url of UNSAFE) {
    // input: E3
    it(`is never ${url}`, async () => {
      const world = await World.open(answer(url));
      const button = await mount({ ...world.companionOnly, "api-url": world.api });

      button.press();
      await until(
        () => button.events.some((event) => /unsafe_payment_url|bad_answer/.test(event)),
        "an error",
      );
      await button.element.updateComplete;

      equal(left, []);
      equal(button.link, undefined);
    });
  }

  for (const url of SAFE) {
    it(`may be ${url}`, async () => {
      const world = await World.open(answer(url));
      const button = await mount(world.companionOnly);

      button.press();
      await until(() => left.length, "the page leaves");

      equal(left, [url]);
    });
  }

  it("may be on this machine where the API is", async () => {
    const world = await World.open(answer("http://localhost:4402/pay?token=t"));
    const button = await mount({ ...world.companionOnly, "api-url": world.api });

    button.press();
    await until(() => left.length, "the page leaves");

    equal(left, ["http://localhost:4402/pay?token=t"]);
  });

  it("may not be on this machine where the API is not", async () => {
    const world = await World.open(answer("http://localhost:4402/pay?token=t"));
    const button = await mount(world.companionOnly);

    button.press();
    await until(() => button.events.includes("checkout-error unsafe_payment_url"), "an error");

    equal(left, []);
  });
});

describe("URLs in attributes", () => {
  afterEach(cleanUp);

  for (const [name, value] of [
    ["server", "javascript:alert(1)"],
    ["server", "http://shop.example"],
    ["server", "data:text/plain,"],
    ["api-url", "http://api.example"],
    ["return-url", "javascript:alert(1)"],
    ["return-url", "http://shop.example/"],
  ] as const) {
    // input: E2
    it(`${name}="${value}" is refused, with one warning`, async () => {
      const warnings: string[] = [];
      const { warn } = console;
      console.warn = (text) => warnings.push(text);
      try {
        const world = await World.open();
        const button = await mount({ ...world.staticWay, [name]: value });
        button.element.requestUpdate();
        await button.element.updateComplete;
        button.press();
        await until(() => button.events.length, "an answer to the press");

        const told = warnings.filter((text) => text.includes("<request-checkout>"));
        equal(told.length, 1, told.join("\n"));
        ok(told[0]?.includes(name), told[0] ?? "");
        equal(
          (await world.calls()).some(({ body }) => JSON.stringify(body ?? "").includes(value)),
          false,
        );
      } finally {
        console.warn = warn;
      }
    });
  }
});
