import { after, before, type TestContext, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { HostedPage } from "./hosted-page.ts";
import { openDemo } from "./open-demo.ts";

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

/** Opens an example; the browser must have nothing to complain of, its policy included. */
async function openExample(t: TestContext, name: string) {
  const { demo, context } = await openDemo(t, browser);
  const page = await context.newPage();
  await page.goto(`${demo.pages.origin}/examples/${name}/`);
  await page.getByText(/ USDC on Base$/).waitFor();
  const isPayPage = (url: URL) => url.origin === demo.sandbox.origin;
  return {
    page,
    isPayPage,
    /** Presses the button, pays on the hosted page, and comes back: in the same tab. */
    async pays(button: string) {
      await page.getByRole("button", { name: button, exact: true }).click();
      await page.waitForURL(isPayPage);
      const hosted = new HostedPage(page);
      await hosted.paysInFull();
      await hosted.returns();
      await page.waitForURL((url) => url.pathname === `/examples/${name}/`);
    },
  };
}

test("plain HTML › pays, and the page hears of it", async (t) => {
  const { page, pays } = await openExample(t, "html");

  await pays("Buy the zine");

  await page
    .locator("request-checkout")
    .getByText(/^Paid\. 15\.5 USDC/)
    .waitFor();
  await page.getByText("The page has heard: 15.5 USDC-base paid.", { exact: true }).waitFor();
});

test("a theme's hostile CSS › the button pays", async (t) => {
  const { page, pays } = await openExample(t, "theme");

  await pays("Buy the postcards");

  await page
    .locator("request-checkout")
    .getByText(/^Paid\. 12 USDC/)
    .waitFor();
  await page.getByText("The page has heard: 12 USDC-base paid.", { exact: true }).waitFor();
});

test("React › state becomes attributes, and events become state, while the payer pays in another tab", async (t) => {
  const { page, isPayPage } = await openExample(t, "react");
  await page.getByRole("button", { name: "One more" }).click();
  await page.getByText("20 USDC on Base", { exact: true }).waitFor();
  const opening = page.context().waitForEvent("page");
  await page.getByRole("button", { name: "Buy 2 stickers", exact: true }).click();
  const tab = await opening;
  await tab.waitForURL(isPayPage);
  await page.getByText("React has heard: pending.", { exact: true }).waitFor();

  await new HostedPage(tab).paysInFull();

  await page
    .locator("request-checkout")
    .getByText(/^Paid\. 20 USDC/)
    .waitFor();
  await page.getByText("React has heard: 20 USDC-base paid.", { exact: true }).waitFor();
});

test("Vue › state becomes attributes, and events become state", async (t) => {
  const { page, pays } = await openExample(t, "vue");
  await page.getByRole("button", { name: "2 USDC", exact: true }).click();
  await page.getByText("2 USDC on Base", { exact: true }).waitFor();

  await pays("Feed the pelican");
  // The amount is part of what is bought, and the page is new: it is chosen again.
  await page.getByRole("button", { name: "2 USDC", exact: true }).click();

  await page
    .locator("request-checkout")
    .getByText(/^Paid\. 2 USDC/)
    .waitFor();
  await page.getByText("Vue has heard: 2 USDC-base paid.", { exact: true }).waitFor();
});
