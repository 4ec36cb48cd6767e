import "../../widget/index.ts";
import { equal, match, ok } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, type PayButton, until, World } from "../helpers/widget-harness.ts";

type Body = { amount?: string; quantity?: number; payerIdentifier?: string } & Record<string, unknown>;

function sign(claims: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify({ amount: "10", currency: "USDC-base", ...claims }));
  return `e30.${btoa(String.fromCharCode(...bytes))}.c2ln`;
}

/** Presses, waits until the page leaves, and comes back by the back button. */
async function press(button: PayButton): Promise<string> {
  left.length = 0;
  button.press();
  await until(() => left.length, "the page leaves");
  dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  return left[0] ?? "";
}

/** Runs something while the first call of this route is under way. */
function during(route: string, work: () => unknown): () => void {
  const { fetch } = window;
  let isFirst = true;
  window.fetch = async (...call) => {
    const answer = await fetch(...call);
    if (isFirst && call[1]?.method === "POST" && String(call[0]).includes(route)) {
      isFirst = false;
      await work();
    }
    return answer;
  };
  return () => {
    window.fetch = fetch;
  };
}

async function settle(button: PayButton): Promise<void> {
  await button.element.updateComplete;
  await new Promise((done) => requestAnimationFrame(done));
}

describe("one press is one purchase", () => {
  afterEach(cleanUp);

  for (const [first, ...later] of [
    ["2", "1", "2"],
    ["1", "2", "1"],
    ["1", "2"],
    ["3", "1"],
  ])
    it(`a quantity that goes ${[first, ...later].join(", ")} during a press changes nothing of it`, async () => {
      const world = await World.open();
      const button = await mount({ ...world.bothWay, quantity: first ?? "" });
      await until(() => button.price, "the price");
      const end = during("/secure-payments", async () => {
        for (const quantity of later) {
          button.element.setAttribute("quantity", quantity);
          await settle(button);
        }
      });
      button.press();
      await until(() => left.length, "the page leaves");
      end();

      const [link, order] = (await world.calls("POST")).map(({ body }) => body as Body);
      const amount = `${Number(first) * 10}`;
      equal([link?.requests, order?.quantity], [[{ amount }], Number(first)]);
      equal([button.checkout?.amount, button.events], [amount, ["checkout-created pending"]]);
    });

  it("attributes that change while the engine is loading are another purchase", async () => {
    const world = await World.open();
    const button = await mount({ ...world.staticWay, "payer-identifier": "anna" });
    button.press();
    button.element.setAttribute("payer-identifier", "ben");
    button.element.setAttribute("amount", "99");
    await until(() => left.length, "the page leaves");

    const [link] = (await world.calls("POST")).map(({ body }) => body as Body);
    equal([link?.requests, link?.payerIdentifier], [[{ amount: "10" }], "anna"]);
  });

  const WAYS: Record<string, Record<string, string>> = {
    "payer-identifier": { "payer-identifier": "b" },
    "payment-currency": { "payment-currency": "USDT-base" },
    payee: { payee: "0xdef" },
    "destination-id": { "destination-id": "0x1@eip155:8453#A:0x2" },
    reference: { reference: "other" },
    amount: { amount: "11" },
    currency: { currency: "DAI-base" },
    "return-url": { "return-url": "https://shop.example/thanks" },
    "return-label": { "return-label": "Back to us" },
  };
  for (const [name, changes] of Object.entries(WAYS))
    it(`another ${name} is another link`, async () => {
      const world = await World.open();
      const way = { ...world.staticWay, payee: "0xabc", "payer-identifier": "a" };
      const first = await mount(way);
      const url = await press(first);
      first.element.remove();

      const button = await mount({ ...way, ...changes });
      const other = await press(button);

      ok(other !== url, "another link");
      equal((await world.calls("POST /api")).length, 2);
    });

  it("what one payer has paid is not shown to another", async () => {
    const world = await World.open();
    const first = await mount({ ...world.bothWay, "payer-identifier": "a" });
    await press(first);
    await world.change(first.checkout?.id ?? "", { status: "paid", amountPaid: "10" });
    await until(() => first.checkout?.status === "paid", "paid");
    first.element.remove();

    const button = await mount({ ...world.bothWay, "payer-identifier": "c" });
    await until(() => button.price, "the price");

    equal([button.checkout, button.buttons], [null, ["Pay"]]);
  });

  it("offers without a reference, and bare amounts with another text, are different purchases", async () => {
    const world = await World.open();
    const server = { server: world.companion };
    const amounts = { ...server, amount: "7", currency: "USDC-base" };
    const buttons = [
      await mount({ ...server, offer: sign({ jti: "a" }) }),
      await mount({ ...server, offer: sign({ jti: "b" }) }),
      await mount(amounts, "Coffee"),
      await mount(amounts, "Tea"),
    ];
    for (const button of buttons) await press(button);

    equal(new Set(buttons.map(({ checkout }) => checkout?.id)).size, 4);
  });

  it("the same product twice on a page is paid in both places, and told once", async () => {
    const world = await World.open();
    const [one, two] = [await mount(world.bothWay), await mount(world.bothWay)];
    await press(one);
    await until(() => two.checkout, "the twin knows it");

    await world.change(one.checkout?.id ?? "", { status: "paid", amountPaid: "10" });
    await until(() => two.checkout?.status === "paid" && one.checkout?.status === "paid", "both are paid");
    await settle(two);

    equal([one.buttons, two.buttons], [["Buy again"], ["Buy again"]]);
    const paid = [...one.events, ...two.events].filter((event) => event.startsWith("checkout-paid"));
    equal(paid.length, 1);
  });

  it("a reference in an offer keeps its signs", async () => {
    const world = await World.open();
    const { product: _, ...way } = world.bothWay;
    const reference = "Größe-東京-Заказ";
    const button = await mount({ ...way, offer: sign({ reference }) });

    await press(button);

    equal(((await world.calls("POST /api"))[0]?.body as Body | undefined)?.reference, reference);
  });

  it("what can be bought once is not offered again", async () => {
    for (const [claims, buttons] of [
      [{ reference: "ORDER-1" }, []],
      [{ reference: "ORDER-2", reusable: true }, ["Buy again"]],
      [{ title: "Poster" }, ["Buy again"]],
    ] as const) {
      const world = await World.open();
      const button = await mount({ server: world.companion, offer: sign(claims) });
      await press(button);
      await world.change(button.checkout?.id ?? "", { status: "paid", amountPaid: "10" });
      await until(() => button.checkout?.status === "paid", "paid");
      await button.element.updateComplete;

      match(button.says, /^Paid/);
      equal(button.buttons, buttons);
    }
  });
});
