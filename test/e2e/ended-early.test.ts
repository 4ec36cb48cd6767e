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

/** Asking after a link that is over is answered 403, which a browser writes into its console. */
const expectedComplaint = /status of 403/;

const WAYS: Record<string, Item> = {
  static: "A ream of paper",
  "client ID and companion": "Harbour postcards",
  "companion only": "Tide Table zine",
};

for (const [way, item] of Object.entries(WAYS)) {
  test(`${way} › a link that is ended early is not used again: the next press makes another`, async (t) => {
    const shop = await openShop(t, browser, { expectedComplaint });
    const dead = await shop.buysInNewTab(item);
    await dead.press("Expire link");
    await dead.sees(/expired/i);
    await dead.page.close();

    const next = await shop.buysInNewTab(item);
    await next.paysInFull();

    t.assert.notEqual(next.token, dead.token);
    await shop.says(item, /^Paid/);
  });
}

test("a payer who comes back from a link that was ended early is told so, and can start anew", async (t) => {
  const shop = await openShop(t, browser, { expectedComplaint });
  const dead = await shop.buys("A pot of ink");
  await dead.press("Expire link");
  await dead.sees(/expired/i);

  await shop.opens();
  await shop.says("A pot of ink", /time to pay has run out/);
  const next = await shop.buys("A pot of ink");
  await next.paysInFull();
  await next.returns();

  await shop.says("A pot of ink", /^Paid/);
});
