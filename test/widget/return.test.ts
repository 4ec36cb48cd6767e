import "../../widget/index.ts";
import { equal, match } from "../helpers/widget-assert.ts";
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

  it("that nobody remembers is shown by the first element with a server", async () => {
    const world = await World.open();
    await world.change(ID, { status: "paid", amountPaid: "10" });
    setReturn(ID);

    const tip = await mount(world.staticWay);
    const first = await mount(world.companionOnly);
    const second = await mount({ ...world.companionOnly, quantity: "2" });
    await until(() => first.checkout?.status === "paid", "paid");

    equal([tip.checkout, second.checkout], [null, null]);
    equal(first.events, ["checkout-change paid", "checkout-paid paid"]);
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
