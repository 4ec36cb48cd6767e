import "../../widget/index.ts";
import { equal, match, ok } from "../helpers/widget-assert.ts";
import { attach, cleanUp, left, mount, setReturn, until, World } from "../helpers/widget-harness.ts";

const ID = "0d3c7c3e-5c3b-4f8e-9d55-0a1b2c3d4e5f";

describe("the return with ?checkout=", () => {
  afterEach(cleanUp);

  it("is shown by the element that remembers the checkout", async () => {
    const world = await World.open();
    const before = await mount(world.bothWay);
    before.press();
    await until(() => left.length, "the page leaves");
    const id = before.checkout?.id ?? "";
    before.element.remove();
    left.length = 0;
    await world.change(id, { status: "paid", amountPaid: "10" });
    setReturn(id);

    const other = await mount({ ...world.bothWay, reference: "other" });
    const button = await mount(world.bothWay);
    await until(() => button.checkout?.status === "paid", "paid");

    equal(button.checkout?.id, id);
    equal(other.checkout, null);
    equal(button.events.at(-1), "checkout-paid paid");
  });

  it("finds its purchase again where the page has signed its offer anew", async () => {
    const world = await World.open();
    const sign = (claims: object) =>
      `e30.${btoa(JSON.stringify({ amount: "10", currency: "USDC-base", ...claims }))}.c2ln`;
    const way = { server: world.companion };
    const before = await mount({ ...way, offer: sign({ reference: "ORDER-17", jti: "a", exp: 1 }) });
    before.press();
    await until(() => left.length, "the page leaves");
    const id = before.checkout?.id ?? "";
    before.element.remove();
    await world.change(id, { status: "paid", amountPaid: "10" });
    setReturn(id);

    const another = await mount({ ...way, offer: sign({ reference: "ORDER-18", jti: "b", exp: 2 }) });
    const again = await mount({ ...way, offer: sign({ reference: "ORDER-17", jti: "c", exp: 3 }) });
    await until(() => again.checkout?.status === "paid", "paid");

    equal(again.checkout?.id, id);
    equal(another.checkout, null);
  });

  it("that this browser does not remember is shown as a status, where the page sells one thing", async () => {
    const world = await World.open();
    await world.change(ID, { status: "paid", amount: "25000.5", amountPaid: "25000.5" });
    setReturn(ID);

    const tip = await mount(world.staticWay);
    const button = await mount(world.companionOnly);
    await until(() => button.says, "the status");

    match(button.says, /25,000\.5 USDC on Base/);
    equal([tip.checkout, button.checkout], [null, null]);
    equal([button.events, button.link], [[], undefined]);
    equal(button.buttons, ["Pay"]);
  });

  it("that this browser does not remember names its own amount, and lends no link", async () => {
    const world = await World.open();
    const securePaymentUrl = "https://pay.request.network/?token=stranger";
    await world.change(ID, { status: "pending", amount: "90", securePaymentUrl });
    setReturn(ID);

    const button = await mount(world.companionOnly);
    await until(() => button.says, "the status");

    match(button.says, /^90 USDC on Base: Waiting/);
    equal([button.link, button.events, button.buttons], [undefined, [], ["Pay"]]);
    button.press();
    await until(() => left.length, "the page leaves");
    equal(left, ["https://pay.request.network/?token=token-1"]);
    ok(button.checkout && button.checkout.id !== ID, "its own checkout");
  });

  it("that this browser does not remember is shown by no button where the page sells several things", async () => {
    const world = await World.open();
    await world.change(ID, { status: "paid", amount: "25000.5", amountPaid: "25000.5" });
    setReturn(ID);

    const mug = await mount({ ...world.companionOnly, product: "sticker" });
    const car = await mount({ ...world.companionOnly, product: "car" });
    const status = document.createElement("request-checkout-status");
    status.setAttribute("server", world.companion);
    const shown = await attach(status);
    await until(() => shown.checkout, "the status element's checkout");
    await until(async () => (await world.waiting()) === 0, "nothing is under way");

    equal([mug.says, car.says, mug.checkout, car.checkout], ["", "", null, null]);
    equal([mug.buttons, car.buttons], [["Pay"], ["Pay"]]);
  });

  it("of another quantity of the same product is shown, and told once", async () => {
    const world = await World.open();
    const before = await mount({ ...world.bothWay, quantity: "3" });
    before.press();
    await until(() => left.length, "the page leaves");
    const id = before.checkout?.id ?? "";
    before.element.remove();
    await world.change(id, { status: "paid", amountPaid: "30" });
    setReturn(id);

    const button = await mount(world.bothWay);
    await until(() => button.checkout?.status === "paid", "paid");
    await button.element.updateComplete;
    equal(button.checkout?.id, id);
    match(button.says, /30 USDC on Base/);
    equal(button.events, ["checkout-change paid", "checkout-paid paid"]);
    button.element.remove();

    const reloaded = await mount(world.bothWay);
    await until(() => reloaded.checkout?.status === "paid", "paid");
    await until(async () => (await world.waiting()) === 0, "it was read once more");
    equal(
      reloaded.events.filter((event) => event.startsWith("checkout-paid")),
      [],
    );
  });

  it("and a checkout that the page names are told as paid once in a browser, however often they are looked at", async () => {
    const world = await World.open();
    await world.change(ID, { status: "paid", amountPaid: "10" });
    const told: string[] = [];
    const hear = ({ target }: Event) => told.push((target as Element).localName);
    document.addEventListener("checkout-paid", hear);
    for (let load = 0; load < 3; load++) {
      const button = await mount({ ...world.companionOnly, "checkout-id": ID });
      const shown = await attach(statusOf(world, ID));
      await until(() => button.checkout && shown.checkout, "both show it");
      button.element.remove();
      shown.element.remove();
    }
    document.removeEventListener("checkout-paid", hear);

    equal(told.length, 1);
  });

  it("does not cover a newer purchase of the same", async () => {
    const world = await World.open();
    const before = await mount(world.bothWay);
    before.press();
    await until(() => left.length, "the page leaves");
    const first = before.checkout?.id ?? "";
    await world.change(first, { status: "paid", amountPaid: "10" });
    setReturn(first);
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    await until(() => before.buttons.includes("Buy again"), "paid");
    before.press("Buy again");
    await before.element.updateComplete;
    left.length = 0;
    before.press();
    await until(() => left.length, "the page leaves");
    const second = before.checkout?.id ?? "";
    before.element.remove();

    const button = await mount(world.bothWay);
    await until(() => button.checkout, "a checkout");

    ok(first !== second, "another checkout");
    equal([button.checkout?.id, button.checkout?.status], [second, "pending"]);
  });

  it("of an unknown or malformed id changes nothing", async () => {
    for (const id of [ID, "../../evil", "<b>x</b>"]) {
      const world = await World.open();
      setReturn(id);
      const button = await mount(world.companionOnly);
      button.press();
      await until(() => left.length, "the page leaves");
      await cleanUp();
    }
  });

  // input: E7
  it("by the back button: the page is ready again, and catches up", async () => {
    const world = await World.open();
    const button = await mount(world.bothWay);
    button.press();
    await until(() => left.length, "the page leaves");
    await world.change(button.checkout?.id ?? "", { status: "paid", amountPaid: "10" });

    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    await until(() => button.checkout?.status === "paid", "paid");

    equal(button.isBusy, false);
  });

  it("<request-checkout-status> reads it too", async () => {
    const world = await World.open();
    await world.change(ID, { status: "paid", amountPaid: "10" });
    setReturn(ID);
    const element = document.createElement("request-checkout-status");
    element.setAttribute("server", world.companion);
    const events: string[] = [];
    element.addEventListener("checkout-paid", ({ checkout }) => events.push(checkout?.status ?? ""));

    const shown = await attach(element);
    await until(() => element.checkout, "the checkout");
    await element.updateComplete;

    match(shown.says, /^Paid.*10 USDC on Base/);
    equal(events, ["paid"]);
  });

  it("two elements that show the same one both know it, whichever came first", async () => {
    const world = await World.open();
    await world.change(ID, { status: "pending" });
    const [first, second] = [statusOf(world, ID), statusOf(world, ID)];

    await attach(first);
    await until(() => first.checkout, "the first one's checkout");
    await attach(second);
    await until(() => second.checkout, "the second one's checkout");

    equal(second.checkout?.id, ID);
  });

  it("another checkout-id does not leave the old one's word standing", async () => {
    const world = await World.open();
    await world.change(ID, { status: "paid", amountPaid: "10" });
    const element = statusOf(world, ID);
    const shown = await attach(element);
    await until(() => element.checkout, "the checkout");

    element.checkoutId = "11111111-1111-4111-8111-111111111111";
    await until(() => element.checkout === null, "nothing to be shown");
    await element.updateComplete;

    match(shown.says, /^Looking up/);
  });

  it("says so where nobody knows the checkout, and asks no more", async () => {
    const world = await World.open();
    const shown = await attach(statusOf(world, ID));

    match(shown.says, /^Looking up your payment/);
    await until(() => /can't be found/.test(shown.says), "the answer");

    equal((await world.calls()).length, 2);
    equal(await world.waiting(), 0);
  });

  it("says nothing where no checkout is asked for", async () => {
    const world = await World.open();
    const shown = await attach(statusOf(world, ""));

    equal(shown.says, "");
  });
});

function statusOf(world: World, id: string): HTMLElementTagNameMap["request-checkout-status"] {
  const element = document.createElement("request-checkout-status");
  element.setAttribute("server", world.companion);
  element.setAttribute("checkout-id", id);
  return element;
}
