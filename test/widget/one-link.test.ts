import "../../widget/index.ts";
import { sendKeys } from "@web/test-runner-commands";
import { equal, match, ok } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, until, World } from "../helpers/widget-harness.ts";

async function payAndReturn(world: World): Promise<string> {
  const button = await mount(world.bothWay);
  button.press();
  await until(() => left.length, "the page leaves");
  const id = button.checkout?.id ?? "";
  button.element.remove();
  left.length = 0;
  return id;
}

describe("one purchase, one link", () => {
  afterEach(cleanUp);

  // input: E6
  it("a double click makes one", async () => {
    const world = await World.open();
    const button = await mount(world.bothWay);

    button.press();
    button.press();
    await until(() => left.length, "the page leaves");

    equal((await world.calls("POST")).length, 2);
    equal(left.length, 1);
  });

  // input: E6
  it("Enter held down makes one", async () => {
    const world = await World.open();
    const button = await mount(world.bothWay);

    button.button().focus();
    await sendKeys({ down: "Enter" });
    for (let time = 0; time < 8; time++) await sendKeys({ down: "Enter" });
    await sendKeys({ up: "Enter" });
    await until(() => left.length, "the page leaves");

    equal((await world.calls("POST /api")).length, 1);
    equal(left.length, 1);
  });

  // input: E6
  it("two elements that are pressed at once make one", async () => {
    const world = await World.open();
    const [one, two] = [await mount(world.bothWay), await mount(world.bothWay)];

    one.press();
    two.press();
    await until(() => left.length > 1, "both leave");

    equal((await world.calls("POST /api")).length, 1);
    equal(one.checkout?.id, two.checkout?.id);
  });

  it("a finger on the button asks for the turn, and gives it up again where no press follows", async () => {
    const world = await World.open();
    const button = await mount(world.bothWay);
    const isHeld = async () =>
      (await navigator.locks.query()).held?.some(({ name }) => name === button.element.key);

    button.button().dispatchEvent(new PointerEvent("pointerdown"));
    await until(isHeld, "the turn is taken");
    await until(async () => !(await isHeld()), "it is given up");

    equal([await world.calls("POST"), button.events], [[], []]);
  });

  it("a reload shows the open one, and a press goes on with it", async () => {
    const world = await World.open();
    const id = await payAndReturn(world);

    const button = await mount(world.bothWay);
    await until(() => button.checkout, "the open checkout");
    equal(button.checkout?.id, id);
    equal(button.link?.href, "https://pay.request.network/?token=token-1");
    button.press();
    await until(() => left.length, "the page leaves");

    equal((await world.calls("POST /api")).length, 1);
    equal(left, ["https://pay.request.network/?token=token-1"]);
  });

  it("one that another tab is opening just now is not asked for before it is there", async () => {
    const world = await World.open({ "POST /companion/v1/checkouts": [{ status: 503 }, { patch: {} }] });
    const other = await mount(world.bothWay);
    other.press();
    await until(() => other.events.length, "the companion has not confirmed it");

    const button = await mount(world.bothWay);
    // A button that is mounted later reads its checkout later than this one would.
    const later = crypto.randomUUID();
    await world.change(later, { status: "pending" });
    await mount({ server: world.companion, "checkout-id": later });
    const reads = () => world.calls("GET /companion/v1/checkouts");
    await until(async () => (await reads()).length, "the read of the later one");
    equal(
      (await reads()).filter(({ path }) => !path.includes(later)),
      [],
    );

    other.press();
    await until(() => left.length, "the companion has confirmed it");
    dispatchEvent(new StorageEvent("storage", { key: button.element.key, storageArea: localStorage }));

    equal(button.checkout?.id, other.checkout?.id);
  });

  it("another product, quantity or reference is another purchase", async () => {
    const world = await World.open();
    const id = await payAndReturn(world);

    for (const other of [{ quantity: "2" }, { reference: "r-2" }] as Record<string, string>[]) {
      const button = await mount({ ...world.bothWay, ...other });
      equal(button.checkout, null);
      button.press();
      await until(() => left.length, "the page leaves");
      left.length = 0;
      ok(button.checkout?.id !== id, "another checkout");
    }

    equal((await world.calls("POST /api")).length, 3);
  });

  it("a paid one shows its receipt, and is sold again only on purpose", async () => {
    const world = await World.open();
    const id = await payAndReturn(world);
    await world.change(id, { status: "paid", amountPaid: "10" });

    const button = await mount(world.bothWay);
    await until(() => button.checkout?.status === "paid", "paid");
    await button.element.updateComplete;
    equal(button.link, undefined);
    match(button.says, /10 USDC on Base/);
    equal(button.buttons, ["Buy again"]);
    equal(left, []);

    button.press("Buy again");
    await until(() => button.checkout?.id !== id, "the old one is forgotten");
    await button.element.updateComplete;
    if (left.length === 0) button.press();
    await until(() => left.length, "the page leaves");
    ok(button.checkout && button.checkout.id !== id, "another checkout");
  });

  it("a paid one that the page did not know of yet is not offered again", async () => {
    const world = await World.open();
    const button = await mount(world.bothWay);
    button.press();
    await until(() => left.length, "the page leaves");
    left.length = 0;
    await world.change(button.checkout?.id ?? "", { status: "paid", amountPaid: "10" });

    void button.element.pay();
    await until(() => button.checkout?.status === "paid", "paid");
    await button.settled();

    equal(left, []);
    equal((await world.calls("POST /api")).length, 1);
  });

  it("an expired one makes room for another", async () => {
    const world = await World.open();
    const id = await payAndReturn(world);
    await world.change(id, { status: "expired" });

    const button = await mount(world.bothWay);
    await until(() => button.checkout?.status === "expired", "expired");
    await button.element.updateComplete;
    equal(button.link, undefined);
    button.press();
    await until(() => left.length, "the page leaves");

    equal(left, ["https://pay.request.network/?token=token-2"]);
    ok(button.checkout?.id !== id, "another checkout");
  });

  it("one whose link was ended early makes room for another", async () => {
    const world = await World.open();
    const before = await mount(world.staticWay);
    before.press();
    await until(() => left.length, "the page leaves");
    before.element.remove();
    left.length = 0;
    await world.script({
      "GET /api/v2/secure-payments/:id": [{ status: 403, body: { message: "expired" } }],
    });

    const button = await mount(world.staticWay);
    await until(() => button.checkout?.status === "expired", "it is known to be over");
    button.press();
    await until(() => left.length, "the page leaves");

    match(left[0] ?? "", /token-2$/);
  });

  it("the companion is asked whether an open one can still be paid", async () => {
    const world = await World.open();
    const button = await mount(world.companionOnly);
    button.press();
    await until(() => left.length, "the page leaves");
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));

    button.press();
    await until(() => left.length > 1, "the page leaves again");

    const [first, second] = await world.calls("POST /v1/checkouts");
    equal(second?.body, first?.body);
    equal(left[1], left[0]);
  });

  it("reset() forgets it", async () => {
    const world = await World.open();
    const id = await payAndReturn(world);
    const button = await mount(world.bothWay);
    await until(() => button.checkout, "the open checkout");

    button.element.reset();
    equal(button.checkout, null);
    button.press();
    await until(() => left.length, "the page leaves");

    ok(button.checkout?.id !== id, "another checkout");
  });

  it("memory serves where storage throws", async () => {
    const world = await World.open();
    const { getItem, setItem } = Storage.prototype;
    const refuse = () => {
      throw new DOMException("denied", "SecurityError");
    };
    Object.assign(Storage.prototype, { getItem: refuse, setItem: refuse });
    try {
      const id = await payAndReturn(world);
      const button = await mount(world.bothWay);
      await until(() => button.checkout, "the open checkout");
      equal(button.checkout?.id, id);
    } finally {
      Object.assign(Storage.prototype, { getItem, setItem });
    }
  });

  it("another tab's checkout is taken over", async () => {
    const world = await World.open();
    await payAndReturn(world);
    const entries = Object.entries(localStorage);
    localStorage.clear();
    const button = await mount({ ...world.bothWay });

    for (const [key, newValue] of entries) {
      localStorage.setItem(key, newValue);
      dispatchEvent(new StorageEvent("storage", { key, newValue, storageArea: localStorage }));
    }
    await until(() => button.checkout, "the other tab's checkout");
    button.press();
    await until(() => left.length, "the page leaves");

    equal((await world.calls("POST /api")).length, 1);
  });
});
