import { after, before, test } from "node:test";
import type { Browser, Route } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { post } from "./hosted-page.ts";
import { openShop } from "./shop.ts";

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

const OPEN_CHECKOUT = "POST /v1/checkouts";
const CREATE_LINK = "POST /v2/secure-payments";

test("the companion is down while the payer clicks › nobody leaves, and Try again uses the same link", async (t) => {
  const shop = await openShop(t, browser, { expectedComplaint: /ERR_CONNECTION_REFUSED/ });
  await shop.demo.companion.stop();

  await shop.presses("Pelican sticker");
  await shop.says("Pelican sticker", /not been charged/);
  t.assert.equal(new URL(shop.page.url()).origin, shop.demo.pages.origin);
  await shop.demo.companion.start();
  const hosted = await shop.buys("Pelican sticker", /Try again/);
  await hosted.paysInFull();
  await hosted.returns();

  await shop.says("Pelican sticker", /^Paid/);
  t.assert.equal(shop.count(CREATE_LINK), 1);
});

test("the companion is down while the payer pays › it hears of it once it is back", async (t) => {
  const shop = await openShop(t, browser, {
    expectedComplaint: /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/,
    sandbox: { walletStepMs: 0, retryDelaysMs: [500, 1000, 5000] },
  });
  const hosted = await shop.buysInNewTab("Harbour postcards");

  await shop.demo.companion.stop();
  await hosted.paysInFull();
  await shop.demo.companion.start();

  await shop.says("Harbour postcards", /^Paid/);
});

test("the money is there before the checkout is registered › the shop says Paid, and nobody is sent to pay again", async (t) => {
  const shop = await openShop(t, browser);
  const registration = Promise.withResolvers<Route>();
  await shop.page.route("**/v1/checkouts", (route) =>
    route.request().method() === "POST" ? registration.resolve(route) : route.continue(),
  );

  await shop.presses("Pelican sticker");
  const held = await registration.promise;
  const { link } = held.request().postDataJSON() as { link: { token: string } };
  await post(`${shop.demo.sandbox.origin}/sandbox/payments/${link.token}/pay`, {});
  await shop.delivered(3);
  await held.continue();

  await shop.says("Pelican sticker", /^Paid/);
  t.assert.equal(new URL(shop.page.url()).origin, shop.demo.pages.origin);
});

test("a double click, and then a reload › one link", async (t) => {
  const shop = await openShop(t, browser);

  await shop.card("Pelican sticker").getByRole("button").dblclick();
  await shop.page.waitForURL((url) => url.origin === shop.demo.sandbox.origin);
  await shop.page.goto(`${shop.demo.pages.origin}/shop/`);
  await shop.buys("Pelican sticker");

  t.assert.equal(shop.count(CREATE_LINK), 1);
  t.assert.equal(shop.count(OPEN_CHECKOUT), 1);
});
