import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Browser } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { violationsOn } from "../helpers/violations.ts";
import { type Opened, openLink } from "./hosted-page-harness.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

/** Each screen, and how one gets there. */
const SCREENS: Record<string, (opened: Opened) => Promise<unknown>> = {
  "the pay screen": async () => {},
  "a failed payment": ({ act, link }) => act(link.token, "fail"),
  "a part paid": ({ act, link }) => act(link.token, "partial"),
  "a paid link": ({ act, link }) => act(link.token, "pay"),
  "an expired link": ({ act, link }) => act(link.token, "expire"),
  "a payment in progress": ({ act, link }) =>
    act(link.token, "wallet", { userEvent: "payment_sent_to_wallet" }),
};

for (const [name, arrive] of Object.entries(SCREENS)) {
  test(`hosted page › ${name} is accessible in the light and in the dark`, async (t) => {
    const opened = await openLink(t, browser, { context: { colorScheme: "light" } });
    const { page } = opened.hosted;
    await arrive(opened);
    await page.reload();

    assert.deepEqual(await violationsOn(page, { rules: "all" }), []);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.deepEqual(await violationsOn(page, { rules: "contrast" }), []);
  });
}

test("hosted page › every control is at least 44 pixels high on a phone, and nothing overflows", async (t) => {
  const body = {
    requests: [{ amount: "123456789012345678901234.123456" }],
    reference: "x".repeat(255),
    redirectUrl: "https://shop.example",
  };
  const { hosted } = await openLink(t, browser, { body, context: { viewport: { width: 320, height: 600 } } });

  const heights = await hosted.page
    .getByRole("button")
    .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height));
  const overflow = await hosted.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

  assert.ok(heights.length === 5 && heights.every((height) => height >= 44), String(heights));
  assert.ok(overflow <= 0);
});
