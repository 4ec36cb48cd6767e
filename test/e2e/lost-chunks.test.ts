import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Browser } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { openChunkPage } from "../helpers/chunk-page.ts";

const ENGINE = /chunks\/(?:engine|fallback)-/;
const ID = "0d3c7c3e-5c3b-4f8e-9d55-0a1b2c3d4e5f";
const RETRY_MS = 5000;

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

test("a status whose engine is lost › says nothing of charges, and tries again by itself", async (t) => {
  const script = `<script type="module" src="/widget/request-checkout.js"></script>
    <request-checkout-status server="/" checkout-id="${ID}" lang="en"></request-checkout-status>`;
  const { page, missing } = await openChunkPage(t, browser, { lang: "en", script });
  missing.add(ENGINE);
  // Chunks are immutable: the browser would take them from its cache.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  await page.clock.install();
  await page.reload();
  const status = page.locator("request-checkout-status");
  await status.getByText("That did not work. Please try again, or reload the page.").waitFor();
  assert.doesNotMatch((await status.locator("p").textContent()) ?? "", /charged/);

  missing.clear();
  await page.clock.runFor(RETRY_MS);
  await page.clock.resume();

  await status.getByText("Looking up your payment…").waitFor();
});
