import "../../widget/index.ts";
import { equal, match, ok } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, type PayButton, until, World } from "../helpers/widget-harness.ts";

const ID = "0d3c7c3e-5c3b-4f8e-9d55-0a1b2c3d4e5f";
const READS = "GET /companion/v1/checkouts";

async function follow(world: World, patch: object): Promise<PayButton> {
  await world.change(ID, patch);
  const button = await mount({ server: world.companion, "checkout-id": ID });
  await until(() => button.checkout, "the checkout");
  await button.element.updateComplete;
  return button;
}

function setHidden(hidden: boolean): void {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

const PAY_URL = "https://pay.request.network/?token=token-1";

const STORY: [object, RegExp, string[]][] = [
  [{ status: "pending" }, /^Waiting for your payment/, ["Pay"]],
  [{ status: "processing" }, /on its way/, ["Pay"]],
  [
    { status: "partially_paid", amountPaid: "4.5", securePaymentUrl: PAY_URL },
    /4\.5 USDC on Base received.*5\.5 USDC on Base/,
    ["Pay", "Continue on your phone"],
  ],
  // The rest can't be paid any more, and nobody shall pay the whole price on top of it.
  [{ status: "partially_paid", amountPaid: "4.5", securePaymentUrl: null }, /4\.5 USDC on Base received/, []],
  [{ status: "paid", amountPaid: "10" }, /^Paid.*10 USDC on Base.*20\d\d/, ["Buy again"]],
  [{ status: "failed" }, /did not go through/, ["Pay"]],
  [{ status: "failed", reason: "wallet_rejected" }, /wallet can't be used.*Try another wallet/, ["Pay"]],
  [{ status: "expired" }, /run out/, ["Pay"]],
  [{ status: "refunded", amountPaid: "10" }, /Refunded.*10 USDC on Base/, ["Buy again"]],
  [{ status: "review", reason: "below_price" }, /received.*checking/, []],
];

/** The time of five calls to the companion: an element that does not pause makes some, too. */
async function askFiveTimes(world: World): Promise<void> {
  for (let count = 0; count < 5; count++) await fetch(`${world.companion}/v1/products/sticker`);
}

describe("the story", () => {
  afterEach(cleanUp);

  for (const [patch, text, buttons] of STORY) {
    it(`of ${JSON.stringify(patch)}`, async () => {
      const button = await follow(await World.open(), patch);

      match(button.says, text);
      equal(button.buttons, buttons);
    });
  }
});

describe("following", () => {
  afterEach(() => {
    Reflect.deleteProperty(document, "hidden");
    return cleanUp();
  });

  it("asks at once, then waits at the server for each change", async () => {
    const world = await World.open();
    const button = await follow(world, { status: "pending" });
    await until(async () => (await world.calls(READS)).length === 2, "the waiting read");

    await world.change(ID, { status: "processing" });
    await until(() => button.checkout?.status === "processing", "the change");

    const [first, second] = await world.calls(READS);
    match(first?.path, /\?wait=\d+&\w+=\w+$/);
    match(second?.path, /\?wait=\d+&after=\w+&t=\w+-\d+$/);
    equal([first?.headers["if-none-match"], second?.headers["if-none-match"]], [undefined, undefined]);
    equal(second?.headers.cookie, undefined);
  });

  for (const status of ["paid", "refunded", "expired"] as const) {
    it(`ends with ${status}`, async () => {
      const world = await World.open();
      await follow(world, { status });
      window.dispatchEvent(new Event("online"));
      window.dispatchEvent(new Event("pageshow"));

      equal((await world.calls(READS)).length, 1);
    });
  }

  it("one poller serves every element that shows the checkout", async () => {
    const world = await World.open();
    await follow(world, { status: "pending" });
    await follow(world, { status: "pending" });
    await until(async () => (await world.calls(READS)).length >= 2, "the waiting read");

    ok((await world.calls(READS)).length <= 4, "no poller for each element");
  });

  it("many open checkouts leave the browser connections to pay with", async () => {
    const world = await World.open();
    const ids = Array.from({ length: 8 }, (_, index) => ID.slice(0, -1) + index);
    for (const id of ids) {
      await world.change(id, { status: "pending" });
      await mount({ server: world.companion, "checkout-id": id });
    }
    await until(async () => (await world.calls(READS)).length >= 10, "the first reads, and two that wait");

    await until(async () => (await world.waiting()) === 2, "two that wait");
    await askFiveTimes(world);
    equal(await world.waiting(), 2);
  });

  // input: E9
  it("a hidden page asks nothing, and catches up when it is back", async () => {
    const world = await World.open();
    const button = await follow(world, { status: "pending" });
    await until(async () => (await world.calls(READS)).length === 2, "the waiting read");
    setHidden(true);
    await world.change(ID, { status: "paid", amountPaid: "10" });
    equal(button.checkout?.status, "pending");

    setHidden(false);
    await until(() => button.checkout?.status === "paid", "paid");
  });

  it("comes back at once when the network does", async () => {
    const world = await World.open();
    const button = await follow(world, { status: "pending" });
    await until(async () => (await world.calls(READS)).length === 2, "the waiting read");
    await world.script({ [`${READS}/:id`]: [{ status: 503 }] });
    await world.change(ID, { status: "processing" });
    await until(async () => (await world.calls(READS)).length === 3, "the failed read");
    await world.script({ [`${READS}/:id`]: [{ patch: {} }] });
    await world.change(ID, { status: "paid", amountPaid: "10" });

    window.dispatchEvent(new Event("online"));
    await until(() => button.checkout?.status === "paid", "paid");

    equal(
      button.events.filter((event) => event.includes("error")),
      [],
    );
  });

  it("each read has an address of its own, so that a worker that answers from its cache does not hide news", async () => {
    const world = await World.open();
    const { fetch } = window;
    const cached = new Map<string, Promise<Response>>();
    window.fetch = async (input, init) => {
      const url = String(input);
      const answer = cached.get(url) ?? fetch(input, init);
      if (!init?.body) cached.set(url, answer);
      return (await answer).clone();
    };
    try {
      const button = await follow(world, { status: "pending" });
      for (const status of ["processing", "partially_paid", "paid"] as const) {
        await world.change(ID, { status, amountPaid: "10" });
        await until(() => button.checkout?.status === status, status);
      }
    } finally {
      window.fetch = fetch;
    }
  });

  it("waits at the server also where a proxy makes ETags weak", async () => {
    const world = await World.open({ [`${READS}/:id`]: [{ headers: { etag: 'W/"1"' } }] });
    const button = await follow(world, { status: "pending" });
    await until(async () => (await world.waiting()) === 1, "a read waits");
    await askFiveTimes(world);
    equal((await world.calls(READS)).length, 2);

    await world.change(ID, { status: "paid", amountPaid: "10" });
    await until(() => button.checkout?.status === "paid", "paid");
  });

  it("of a companion that names no version goes by the browser's cache", async () => {
    const world = await World.open({ [`${READS}/:id`]: [{ patch: { version: null } }] });
    const button = await follow(world, { status: "pending" });
    await until(async () => (await world.calls(READS)).length === 2, "the waiting read");
    ok((await world.calls(READS))[1]?.headers["if-none-match"], "the second read names what is known");

    await world.change(ID, { status: "paid", amountPaid: "10" });
    await until(() => button.checkout?.status === "paid", "paid");
  });

  it("pauses where the server does not wait", async () => {
    const world = await World.open({
      [`${READS}/:id`]: [{ patch: { version: null }, headers: { etag: "", "cache-control": "no-store" } }],
    });
    await follow(world, { status: "pending" });
    await until(async () => (await world.calls(READS)).length >= 2, "the second read");
    await askFiveTimes(world);

    ok((await world.calls(READS)).length <= 3, "it does not ask without a pause");
  });

  it("ends when the element leaves the page, and goes on when it is back", async () => {
    const world = await World.open();
    const button = await follow(world, { status: "pending" });
    await until(async () => (await world.calls(READS)).length === 2, "the waiting read");
    button.element.remove();
    await world.change(ID, { status: "paid", amountPaid: "10" });

    document.body.append(button.element);
    await until(() => button.checkout?.status === "paid", "paid");
    button.element.remove();
    equal(left, []);
  });

  it("an unreadable answer is no failure of the payment", async () => {
    const world = await World.open();
    const button = await follow(world, { status: "processing" });
    await world.script({ [`${READS}/:id`]: [{ text: "<h1>proxy</h1>" }] });
    await world.change(ID, { status: "processing" });
    await until(async () => (await world.calls(READS)).length >= 3, "the bad answer");

    equal(button.checkout?.status, "processing");
    equal(
      button.events.filter((event) => event.includes("error")),
      [],
    );
  });
});
