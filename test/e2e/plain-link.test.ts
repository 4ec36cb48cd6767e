import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { HostedPage } from "./hosted-page.ts";
import { openShop } from "./open-shop.ts";
import type { Shop } from "./shop.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

const TOKEN = "a-token-that-is-long-enough";

/** Follows the plain link, as somebody does who has it from an e-mail. */
async function follows(shop: Shop, page: Page): Promise<HostedPage> {
  await page.goto(`${shop.demo.companion.origin}/pay/sticker`);
  await page.waitForURL((url) => url.origin === shop.demo.sandbox.origin);
  return new HostedPage(page);
}

test("a plain link leads to the hosted page and back to a page that says Paid", async (t) => {
  const shop = await openShop(t, browser);

  const hosted = await follows(shop, shop.page);
  await hosted.paysInFull();
  await hosted.returns();

  await shop.page
    .getByRole("status")
    .getByText(/^Paid\. 10 USDC on Base/)
    .waitFor();
  assert.match(shop.page.url(), /\/c\/[0-9a-f-]{36}$/);
});

test("the page waits for the money, and then offers no more to pay", async (t) => {
  const shop = await openShop(t, browser);
  const hosted = await follows(shop, await shop.context.newPage());
  const checkout = await shop.context.newPage();

  await checkout.goto(`${shop.demo.companion.origin}/pay/sticker`);
  const again = new HostedPage(checkout);
  const id = await idOf(shop);
  await shop.page.goto(`${shop.demo.companion.origin}/c/${id}`);
  const link = shop.page.getByRole("link", { name: "Go to the payment page" });
  await link.waitFor();
  await again.paysInFull();

  assert.equal(again.token, hosted.token, "the same visitor, the same checkout");
  await shop.page.getByText(/^Paid\. 10 USDC on Base/).waitFor();
  await link.waitFor({ state: "detached" });
});

test("all of it works without scripts, but for the sandbox's own page", async (t) => {
  const shop = await openShop(t, browser);
  const hosted = await follows(shop, shop.page);
  await hosted.paysInFull();
  const id = await idOf(shop);
  const context = await browser.newContext({ javaScriptEnabled: false });
  t.after(() => context.close());
  const page = await context.newPage();

  await page.goto(`${shop.demo.companion.origin}/c/${id}`);

  await page
    .getByRole("status")
    .getByText(/^Paid\. 10 USDC on Base received/)
    .waitFor();
});

// input: P2
test("a picture of the link, or a script that asks for it, opens nothing", async (t) => {
  const shop = await openShop(t, browser, {
    expectedComplaint: /status of 40[34]|ERR_BLOCKED_BY_RESPONSE/,
    companion: { ADMIN_TOKEN: TOKEN },
  });
  const page = await shop.context.newPage();
  const url = `${shop.demo.companion.origin}/pay/sticker`;
  await page.goto(`${shop.demo.sandbox.origin}/healthz`);

  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.evaluate(async (src) => {
    const image = new Image();
    const gone = new Promise((resolve) => {
      image.onerror = resolve;
    });
    image.src = src;
    await gone;
    await fetch(src, { mode: "no-cors" }).catch(() => {});
  }, url);

  assert.deepEqual(asked, [url, url]);
  const orders = await fetch(`${shop.demo.companion.origin}/v1/orders`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  assert.deepEqual(((await orders.json()) as { orders: unknown[] }).orders, []);
});

/** The checkout that the visitor's cookie names. */
async function idOf({ context, demo }: Shop): Promise<string> {
  const cookies = await context.cookies(`${demo.companion.origin}/pay/sticker`);
  return cookies.find(({ name }) => name === "checkout")?.value ?? "";
}
