import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { startDemo } from "../../demo/start-demo.ts";
import type { Engine } from "./browser.ts";
import { Payer } from "./payer.ts";

/** What the sample shop sells, by the way in which it is paid. */
const SAME_TAB = {
  static: "A pot of ink",
  "client ID and companion": "Pelican sticker",
  "companion only": "Low Tide print",
};
const NEW_TAB = { static: "A ream of paper", "client ID and companion": "Harbour postcards" };
const BUY = /^(?:Buy|Give) /;

/** The whole path of a payer, as tests. */
export function payInEngine(engine: Engine): void {
  async function open(t: TestContext) {
    const demo = await startDemo({ ports: [0, 0, 0], sandbox: { walletStepMs: 0, retryDelaysMs: [50] } });
    t.after(() => demo.close());
    const browser = await engine.launch();
    t.after(() => browser.close());
    const [tab] = await browser.tabs();
    assert.ok(tab);
    const payer = new Payer(browser, tab);
    await payer.goto(`${demo.pages.origin}/shop/`);
    return { demo, payer };
  }

  describe(engine.name, () => {
    for (const [way, item] of Object.entries(SAME_TAB)) {
      test(`${way}, same tab: paid on the hosted page, back by its button, and the shop says Paid`, async (t) => {
        const { demo, payer } = await open(t);

        await payer.presses(BUY, item);
        await payer.isAt(demo.sandbox.origin);
        await payer.presses(/^Pay in full$/);
        await payer.sees(/Payment complete/);
        await payer.presses(/^Go Back and Close$/);

        await payer.isAt(demo.pages.origin);
        await payer.sees(/^Paid/, item);
      });
    }

    for (const [way, item] of Object.entries(NEW_TAB)) {
      test(`${way}, new tab: the shop says Paid to a payer who looks there again`, async (t) => {
        const { demo, payer } = await open(t);

        await payer.presses(BUY, item);
        const other = await payer.otherTab();
        await other.isAt(demo.sandbox.origin);
        await other.presses(/^Pay in full$/);
        await other.sees(/Payment complete/);
        await payer.looks();

        await payer.sees(/^Paid/, item);
      });
    }

    test("a reload, and a press after it, find the same link again", async (t) => {
      const { demo, payer } = await open(t);
      await payer.presses(BUY, "Pelican sticker");
      await payer.isAt(demo.sandbox.origin);
      const first = await payer.url();

      await payer.goto(`${demo.pages.origin}/shop/`);
      await payer.presses(/^(?:Buy|Continue to) /, "Pelican sticker");
      await payer.isAt(demo.sandbox.origin);

      assert.equal(await payer.url(), first);
    });

    test("the status is followed by waiting polls: it changes while nobody touches the page", async (t) => {
      const { demo, payer } = await open(t);
      await payer.presses(BUY, "Harbour postcards");
      const other = await payer.otherTab();
      await other.isAt(demo.sandbox.origin);
      const token = new URL(await other.url()).searchParams.get("token");
      const held = `performance.getEntriesByType("resource").filter(({ name }) => /[?&]wait=\\d/.test(name)).length`;

      await payer.looks();
      await fetch(`${demo.sandbox.origin}/sandbox/payments/${token}/partial`, { method: "POST" });
      await payer.sees(/still to pay/, "Harbour postcards");
      await fetch(`${demo.sandbox.origin}/sandbox/payments/${token}/pay`, { method: "POST" });
      await payer.sees(/^Paid/, "Harbour postcards");

      assert.ok((await payer.evaluate<number>(held)) >= 2);
    });

    test("a QR code is drawn, and a language is loaded, when they are asked for", async (t) => {
      const { payer } = await open(t);
      await payer.presses(BUY, "Harbour postcards");
      await payer.otherTab();
      const element = `document.querySelector("request-checkout[product=postcards]")`;

      await payer.presses(/^Continue on your phone/, "Harbour postcards");
      await payer.sees(/Scan this code/, "Harbour postcards");
      await payer.evaluate(`(${element}.lang = "de", null)`);

      await payer.sees(/Handy|Smartphone|Telefon/, "Harbour postcards");
      assert.ok(await payer.evaluate(`${element}.shadowRoot.querySelector("svg path") !== null`));
    });
  });
}
