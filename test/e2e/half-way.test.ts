import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Browser } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { post } from "./hosted-page.ts";
import { openShop } from "./open-shop.ts";
import { Shop } from "./shop.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

const OFFLINE = /net::ERR_|blocked by CORS policy/;

// input: E7
test("two tabs that are pressed at the same moment › one link, and both go to it", async (t) => {
  const shop = await openShop(t, browser);
  const other = new Shop(shop.demo, shop.context, await shop.context.newPage());
  await other.opens();
  const calls = shop.count(CREATE_LINK);

  const [one, two] = await Promise.all([shop.buys("Pelican sticker"), other.buys("Pelican sticker")]);

  assert.equal(calls, 0);
  assert.equal(one.token, two.token);
  assert.equal(shop.count(CREATE_LINK), 1);
});

// input: E7
test("back from the payment page, and a reload › the same link again", async (t) => {
  const shop = await openShop(t, browser);
  const first = await shop.buys("Pelican sticker");

  await shop.page.goBack();
  const second = await shop.buys("Pelican sticker", /^(Buy|Continue to) /);
  await shop.page.goBack();
  await shop.page.reload();
  const third = await shop.buys("Pelican sticker", /^(Buy|Continue to) /);

  assert.deepEqual([second.token, third.token], [first.token, first.token]);
  assert.equal(shop.count(CREATE_LINK), 1);
});

// input: E8
test("the payment tab is closed half-way › a link stays visible, and the shop still hears of the payment", async (t) => {
  const shop = await openShop(t, browser);
  const hosted = await shop.buysInNewTab("Harbour postcards");
  await hosted.page.close();
  const link = shop.card("Harbour postcards").getByRole("link");
  await link.waitFor();

  assert.ok((await link.getAttribute("href"))?.includes(hosted.token));
  await post(`${shop.demo.sandbox.origin}/sandbox/payments/${hosted.token}/pay`, {});

  await shop.says("Harbour postcards", /^Paid/);
});

// input: E9
test("offline while the money arrives › the shop says Paid as soon as the network is back", async (t) => {
  const shop = await openShop(t, browser, { isOwn: true, expectedComplaint: OFFLINE });
  const hosted = await shop.buysInNewTab("Harbour postcards");
  await shop.context.setOffline(true);
  await post(`${shop.demo.sandbox.origin}/sandbox/payments/${hosted.token}/pay`, {});
  await shop.delivered(3);

  await shop.context.setOffline(false);

  await shop.says("Harbour postcards", /^Paid/);
});

// input: E9
test("asleep for an hour while the money arrives › the shop says Paid when it wakes", async (t) => {
  const shop = await openShop(t, browser, { isOwn: true });
  await shop.page.clock.install();
  await shop.page.reload();
  const hosted = await shop.buysInNewTab("Harbour postcards");
  await shop.page.clock.pauseAt(Date.now() + 60_000);
  await post(`${shop.demo.sandbox.origin}/sandbox/payments/${hosted.token}/pay`, {});
  await shop.delivered(3);

  await shop.page.clock.fastForward("01:00:00");
  await shop.page.clock.resume();

  await shop.says("Harbour postcards", /^Paid/);
});

/** What a browser says of a server that is not there, or is going. */
const NO_ANSWER = /net::ERR_|blocked by CORS policy/;
const OPEN_CHECKOUT = "POST /v1/checkouts";
const CREATE_LINK = "POST /v2/secure-payments";

test("the companion is down while the payer clicks › nobody leaves, and Try again works once it is back", async (t) => {
  const shop = await openShop(t, browser, { isOwn: true, expectedComplaint: NO_ANSWER });
  await shop.demo.companion.stop();

  await shop.presses("Pelican sticker");
  await shop.says("Pelican sticker", /not been charged/);
  t.assert.equal(shop.isAt(), "shop");
  await shop.demo.companion.start();
  const hosted = await shop.buys("Pelican sticker", /Try again/);
  await hosted.paysInFull();
  await hosted.returns();

  await shop.says("Pelican sticker", /^Paid/);
});

test("the companion goes down before the link is registered › Try again uses the same link", async (t) => {
  const shop = await openShop(t, browser, { isOwn: true, expectedComplaint: NO_ANSWER });
  const held = await shop.holds(CREATE_LINK, () => shop.presses("Pelican sticker"));
  await shop.demo.companion.stop();

  await held.continue();
  await shop.says("Pelican sticker", /not been charged/);
  t.assert.equal(shop.isAt(), "shop");
  await shop.demo.companion.start();
  const hosted = await shop.buys("Pelican sticker", /Try again/);
  await hosted.paysInFull();
  await hosted.returns();

  await shop.says("Pelican sticker", /^Paid/);
  t.assert.equal(shop.count(CREATE_LINK), 1);
});

test("the companion is down while the payer pays › it hears of it once it is back", async (t) => {
  const shop = await openShop(t, browser, {
    expectedComplaint: /ERR_|blocked by CORS policy/,
    sandbox: { walletStepMs: 0, retryDelaysMs: [500, 1000, 5000] },
  });
  const hosted = await shop.buysInNewTab("Harbour postcards");

  await shop.demo.companion.stop();
  await hosted.paysInFull();
  await shop.demo.companion.start();

  await shop.says("Harbour postcards", /^Paid/);
});

// input: W14
test("the money is there before the checkout is registered › the shop says Paid, and nobody is sent to pay again", async (t) => {
  const shop = await openShop(t, browser, { isOwn: true });
  const held = await shop.holds(OPEN_CHECKOUT, () => shop.presses("Pelican sticker"));
  const { link } = held.request().postDataJSON() as { link: { token: string } };
  await post(`${shop.demo.sandbox.origin}/sandbox/payments/${link.token}/pay`, {});
  await shop.delivered(3);
  await held.continue();

  await shop.says("Pelican sticker", /^Paid/);
  t.assert.equal(shop.isAt(), "shop");
});

test("a double click, and then a reload › one link", async (t) => {
  const shop = await openShop(t, browser);

  await shop.card("Pelican sticker").getByRole("button").dblclick();
  await shop.page.waitForURL((url) => url.origin === shop.demo.sandbox.origin);
  const first = new URL(shop.page.url()).searchParams.get("token");
  await shop.page.goto(`${shop.demo.pages.origin}/shop/`);
  const again = await shop.buys("Pelican sticker");

  t.assert.equal(again.token, first);
  t.assert.equal(shop.count(CREATE_LINK), 1);
});
