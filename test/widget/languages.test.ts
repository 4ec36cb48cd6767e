import "../../widget/index.ts";
import type { Labels } from "../../widget/i18n/labels.ts";
import { type ChunkName, importChunk } from "../../widget/lib/import-chunk.ts";
import { equal, match, ok } from "../helpers/widget-assert.ts";
import { attach, cleanUp, mount, type PayButton, until, World } from "../helpers/widget-harness.ts";

const ID = "0d3c7c3e-5c3b-4f8e-9d55-0a1b2c3d4e5f";
const CODES = ["ar", "de", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "tr", "zh"] as const;
type Code = (typeof CODES)[number] & ChunkName;
const ENGLISH_PENDING = "Waiting for your payment.";

function loaded(part: string): string[] {
  const names = performance.getEntriesByType("resource").map(({ name }) => name);
  return names.filter((name) => name.includes(part));
}

async function textsIn(code: Code): Promise<Labels> {
  return (await importChunk(code)).LABELS;
}

/** A button whose checkout waits for its payment. */
async function pending(attributes: Record<string, string>): Promise<PayButton> {
  const world = await World.open();
  await world.change(ID, { status: "pending", securePaymentUrl: "https://pay.request.network/?token=t" });
  const button = await mount({ server: world.companion, "checkout-id": ID, ...attributes });
  await until(() => button.says, "the status");
  return button;
}

function rootOf({ element }: PayButton): HTMLElement | null | undefined {
  return element.shadowRoot?.querySelector<HTMLElement>(".root");
}

/** Where a piece of a text is painted. */
function leftOf(piece: string, parent: Element | null | undefined): number {
  const nodes = [...(parent?.childNodes ?? [])];
  const node = nodes.find((each) => each instanceof Text && each.data.includes(piece)) as Text;
  const range = document.createRange();
  range.setStart(node, node.data.indexOf(piece));
  range.setEnd(node, node.data.indexOf(piece) + piece.length);
  return range.getBoundingClientRect().left;
}

describe("a language", () => {
  afterEach(cleanUp);

  it("is not asked for before the press, though the button speaks it", async () => {
    const world = await World.open();
    const button = await mount({ ...world.staticWay, lang: "it" });

    equal(button.buttons, ["Paga"]);
    equal(loaded("/languages/"), []);
    equal(loaded("/widget/engine/engine.ts"), []);
  });

  it("is that of the field for the amount, too", async () => {
    const world = await World.open();
    const { element } = await mount({ ...world.staticWay, "payer-amount": "", lang: "it" });
    const label = () => element.shadowRoot?.querySelector("label")?.textContent?.trim();
    await until(label, "the field");

    equal(label(), "Importo in USDC");
  });

  for (const code of CODES) {
    it(`${code} is spoken from the press on, and each announcement is made once`, async () => {
      const world = await World.open({ "POST /companion/v1/checkouts": [{ status: 503 }] });
      const button = await mount({ ...world.companionOnly, lang: code });
      const region = button.element.shadowRoot?.querySelector("[role=status]") as HTMLElement;
      const said: string[] = [];
      const listener = new MutationObserver(() => said.push(button.says));
      listener.observe(region, { childList: true, characterData: true, subtree: true });

      button.press();
      await until(() => button.events.length, "an answer");
      await button.settled();

      const { preparing, error, retry } = await textsIn(code);
      equal(said, [preparing, error]);
      equal(button.buttons, [retry]);
    });
  }

  it("is that of the nearest lang, also outside of a shadow root", async () => {
    const outside = document.createElement("div");
    outside.lang = "nl";
    document.body.append(outside);
    const element = document.createElement("request-checkout");
    outside.attachShadow({ mode: "open" }).append(element);
    await element.updateComplete;

    equal(element.shadowRoot?.querySelector("button")?.textContent?.trim(), "Betalen");
    outside.remove();
  });

  it("that is not built in is English, and says so", async () => {
    const button = await pending({ lang: "sv" });

    equal(button.says, ENGLISH_PENDING);
    equal(rootOf(button)?.lang, "en");
  });

  it("of a region is the one that is built in", async () => {
    const button = await pending({ lang: "pt-BR" });

    equal(button.says, (await textsIn("pt")).pending);
    equal(rootOf(button)?.lang, "pt-BR");
  });

  it("changes with the element's own lang", async () => {
    const button = await pending({ lang: "de" });

    button.element.lang = "fr";
    const { pending: text, open } = await textsIn("fr");
    await until(() => button.says === text, "French");

    equal(button.link?.textContent, open);
    equal(button.element.getAttribute("lang"), "fr");
    button.element.lang = "en";
    await until(() => button.says === ENGLISH_PENDING, "English");
  });

  it("changes with the page's lang", async () => {
    const { lang } = document.documentElement;
    const button = await pending({});

    document.documentElement.lang = "es";
    const { pending: text } = await textsIn("es");
    await until(() => button.says === text, "Spanish");

    document.documentElement.lang = lang;
  });

  it("is spoken by <request-checkout-status> too", async () => {
    const world = await World.open();
    await world.change(ID, { status: "refunded", amountPaid: "10" });
    const element = document.createElement("request-checkout-status");
    Object.assign(element, { server: world.companion, checkoutId: ID, lang: "ko" });
    const status = await attach(element);

    await until(() => status.checkout, "the checkout");
    await element.updateComplete;

    equal(status.says, "환불되었습니다. 환불 금액: 10 USDC(Base).");
  });
});

describe("from right to left", () => {
  afterEach(cleanUp);

  it("runs what is said in Arabic", async () => {
    const button = await pending({ lang: "ar" });

    equal(rootOf(button)?.dir, "rtl");
    equal(getComputedStyle(rootOf(button) as HTMLElement).direction, "rtl");
  });

  it("keeps amounts in order", async () => {
    const world = await World.open();
    const button = await mount({ ...world.staticWay, lang: "ar" });
    const amount = button.element.shadowRoot?.querySelector("[part=amount]");
    await until(() => button.price, "the price");

    ok(leftOf("10", amount) < leftOf("USDC", amount), "the number stands before its currency");
    ok(leftOf("Base", amount) < leftOf("10", amount), "the network comes after, which is further left");
  });

  it("runs the page's own words on the button by what they are", async () => {
    const world = await World.open();
    const button = await mount({ ...world.staticWay, lang: "he" }, "לתשלום!");

    ok(leftOf("!", button.element) < leftOf("ל", button.element), "the mark ends the sentence");
    equal(rootOf(button)?.dir, "ltr");
  });

  it("runs no English, whatever the page does", async () => {
    const button = await pending({ lang: "he", dir: "rtl" });

    equal(rootOf(button)?.dir, "ltr");
    match(button.says, /^Waiting/);
  });

  it("run the page's own texts in such a language", async () => {
    const button = await pending({ lang: "he" });

    button.element.labels = { pending: "ממתינים לתשלום." };
    await button.element.updateComplete;

    equal(rootOf(button)?.dir, "rtl");
    equal(rootOf(button)?.lang, "he");
  });
});
