import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { openShop } from "./open-shop.ts";

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

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
  await shop.network({ delayMs: 1000 });

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
