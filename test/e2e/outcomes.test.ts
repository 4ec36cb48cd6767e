import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { openShop } from "./open-shop.ts";

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

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
