import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { HostedPage } from "./hosted-page.ts";
import { openShop } from "./open-shop.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

/** Presses Tab until the focus is on what has this name. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      const slotted = [...(active?.querySelectorAll("slot") ?? [])].flatMap((slot) => slot.assignedNodes());
      return `${active?.textContent ?? ""}${slotted.map((node) => node.textContent).join("")}`.trim();
    });
    if (name.test(focused)) return;
  }
  assert.fail(`Tab never reaches ${name}`);
}

test("with the keyboard alone, and by what a screen reader is told › a payment in another tab, each step said once and in order", async (t) => {
  const shop = await openShop(t, browser);
  const card = shop.card("Harbour postcards");
  const said = await card.getByRole("status").evaluateHandle((region) => {
    const texts: string[] = [];
    new MutationObserver(() => {
      const text = region.textContent?.replace(/\s+/g, " ").trim() ?? "";
      if (text && text !== texts.at(-1)) texts.push(text);
    }).observe(region, { subtree: true, childList: true, characterData: true });
    return texts;
  });
  assert.match(await card.ariaSnapshot(), /- button "Buy the postcards"[\s\S]*12 USDC on Base/);

  await tabTo(shop.page, /^Buy the postcards/);
  const [tab] = await Promise.all([shop.context.waitForEvent("page"), shop.page.keyboard.press("Enter")]);
  await tab.waitForURL((url) => url.origin === shop.demo.sandbox.origin);
  const hosted = new HostedPage(tab);
  await tabTo(tab, /^Pay in full$/);
  await tab.keyboard.press("Enter");
  await hosted.sees("Payment complete");
  await shop.says("Harbour postcards", /^Paid/);

  const texts = await said.jsonValue();
  const order = [/^Preparing/, /^Waiting for your payment/, /^Paid\. 12 USDC on Base received/];
  const places = order.map((text) => texts.findIndex((each) => text.test(each)));
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
    texts.join(" | "),
  );
  assert.ok(
    places.every((place) => place >= 0),
    texts.join(" | "),
  );
  assert.equal(new Set(texts).size, texts.length, texts.join(" | "));
  assert.match(await card.ariaSnapshot(), /- status:[\s\S]*Paid\. 12 USDC on Base/);
});
