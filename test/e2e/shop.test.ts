import { before, test } from "node:test";
import type { Browser } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { openShop } from "./open-shop.ts";
import type { Item } from "./shop.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

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

test("the button back leads to the product's own thank-you page, which says Paid", async (t) => {
  const shop = await openShop(t, browser);

  const hosted = await shop.buys("Harbour tote");
  await hosted.paysInFull();
  await hosted.returns("Back to Pelican Press");
  await shop.page.getByRole("heading", { name: "Thank you!" }).waitFor();

  await shop.page
    .getByRole("status")
    .getByText(/^Paid\. 18 USDC/)
    .waitFor();
  t.assert.match(shop.page.url(), /\/shop\/thank-you\.html\?checkout=/);
});

test("a payer who is back sooner than the webhook sees it arrive", async (t) => {
  const shop = await openShop(t, browser, { isOwn: true });
  const hosted = await shop.buys("Harbour tote");
  await hosted.press("Pay half");
  await hosted.sees(/Left to pay/);
  await shop.network({ delayMs: 4000 });

  await hosted.paysInFull();
  await hosted.returns("Back to Pelican Press");

  await shop.page
    .getByRole("status")
    .getByText(/still to pay/)
    .waitFor();
  await shop.page.getByRole("status").getByText(/^Paid/).waitFor();
});

test("the event log shows what has fired, also from before the way to the payment page", async (t) => {
  const shop = await openShop(t, browser);

  const hosted = await shop.buys("Pelican sticker");
  await hosted.paysInFull();
  await hosted.returns();
  await shop.says("Pelican sticker", /^Paid/);

  const log = shop.page.getByRole("complementary").getByRole("listitem");
  for (const event of ["checkout-created", "checkout-change", "checkout-paid"])
    await log.getByText(event, { exact: true }).first().waitFor();
});

test("a payer who pays half is told what is left, and is paid up after the rest", async (t) => {
  const shop = await openShop(t, browser);

  const hosted = await shop.buysInNewTab("Harbour postcards");
  await hosted.press("Pay half");
  await shop.says("Harbour postcards", /6 USDC .*received.*6 USDC .*still to pay/);
  await hosted.paysInFull();

  await shop.says("Harbour postcards", /^Paid\. 12 USDC/);
});

test("a payment that fails can be made again, on the same link", async (t) => {
  const shop = await openShop(t, browser);

  const hosted = await shop.buysInNewTab("Tide Table zine");
  await hosted.press("Fail");
  await shop.says("Tide Table zine", /did not go through/);
  await hosted.page.close();
  const again = await shop.buysInNewTab("Tide Table zine");
  t.assert.equal(again.token, hosted.token);
  await again.paysInFull();

  await shop.says("Tide Table zine", /^Paid/);
});

test("a payment that the merchant sends back is shown as refunded", async (t) => {
  const shop = await openShop(t, browser);

  const hosted = await shop.buys("Pelican sticker");
  await hosted.paysInFull();
  await hosted.press("Refund");
  await hosted.sees("Payment refunded");
  await hosted.returns();

  await shop.says("Pelican sticker", /^Refunded\. 10 USDC/);
});

test("more than the price is paid, and the whole of it is named", async (t) => {
  const shop = await openShop(t, browser);

  const hosted = await shop.buysInNewTab("Harbour postcards");
  await hosted.press("Overpay");
  await hosted.sees("Payment complete");

  await shop.says("Harbour postcards", /^Paid\. 13\.2 USDC/);
});

test("a link whose time is over is shown as expired, and the next press makes another", async (t) => {
  const shop = await openShop(t, browser, { companion: { LINK_TTL_MS: "1500" } });

  const hosted = await shop.buysInNewTab("Harbour postcards");
  await shop.says("Harbour postcards", /time to pay has run out/);
  const next = await shop.buysInNewTab("Harbour postcards");

  t.assert.notEqual(next.token, hosted.token);
});

test("an amount of the payer's choice is what is paid, and one that the shop does not take is refused", async (t) => {
  const shop = await openShop(t, browser);
  const card = shop.card("Fish for the pelican");
  const field = card.getByRole("textbox", { name: "Amount in USDC" });

  await field.fill("0.5");
  await shop.presses("Fish for the pelican", /^Feed/);
  await shop.says("Fish for the pelican", /from 1 USDC on Base to 500 USDC on Base/);
  await field.fill("7.5");
  const hosted = await shop.buys("Fish for the pelican", /^Feed/);
  await hosted.paysInFull();
  await hosted.returns();

  await shop.says("Fish for the pelican", /^Paid\. 7\.5 USDC/);
});

/** Asking after a link that is over is answered 403, which a browser writes into its console. */
const expectedComplaint = /status of 403/;

const ENDED: Record<string, Item> = {
  static: "A ream of paper",
  "client ID and companion": "Harbour postcards",
  "companion only": "Tide Table zine",
};

for (const [way, item] of Object.entries(ENDED)) {
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
