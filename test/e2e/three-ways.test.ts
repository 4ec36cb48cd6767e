import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { openShop } from "./open-shop.ts";
import type { Item } from "./shop.ts";

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

const SAME_TAB: Record<string, Item> = {
  static: "A pot of ink",
  "client ID and companion": "Pelican sticker",
  "companion only": "Low Tide print",
};
const NEW_TAB: Record<string, Item> = {
  static: "A ream of paper",
  "client ID and companion": "Harbour postcards",
  "companion only": "Tide Table zine",
};

for (const [way, item] of Object.entries(SAME_TAB)) {
  test(`${way}, same tab › a payer pays, comes back, and the shop says Paid`, async (t) => {
    const shop = await openShop(t, browser);

    const hosted = await shop.buys(item);
    await hosted.paysInFull();
    await hosted.returns();

    await shop.says(item, /^Paid/);
  });
}

for (const [way, item] of Object.entries(NEW_TAB)) {
  test(`${way}, new tab › the shop says Paid while the payer is still away`, async (t) => {
    const shop = await openShop(t, browser);

    const hosted = await shop.buysInNewTab(item);
    await hosted.paysInFull();

    await shop.says(item, /^Paid/);
  });
}
