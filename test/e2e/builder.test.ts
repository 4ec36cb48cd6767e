import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { openBuilder } from "./builder-page.ts";

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

/** What can be sold, and what the payer then reads. */
const SALES: Record<string, [query: string, paid: RegExp]> = {
  "a product": ["sale=product&product=zine&quantity=2", /^Paid\. 31 USDC/],
  "a signed offer": ["sale=offer&amount=12.5", /^Paid\. 12\.5 USDC/],
  "an amount": ["sale=amount&amount=3", /^Paid\. 3 USDC/],
  "an amount of the payer's choice": ["sale=payer&amount=7", /^Paid\. 7 USDC/],
};
const WAYS = {
  client: Object.keys(SALES),
  companion: Object.keys(SALES),
  static: ["an amount", "an amount of the payer's choice"],
};

for (const [way, sold] of Object.entries(WAYS)) {
  for (const sale of sold) {
    test(`the preview › ${way}, ${sale} › really pays`, async (t) => {
      const [query, paid] = SALES[sale] ?? ["", /never/];
      const builder = await openBuilder(t, browser, { query: `?way=${way}&${query}&tab=new` });

      const hosted = await builder.buysInNewTab();
      await hosted.paysInFull();

      await builder.says(paid);
    });
  }
}

test("the preview › in the same tab › the payer comes back to the same choices, and reads Paid", async (t) => {
  const builder = await openBuilder(t, browser, {
    query: "?way=companion&sale=offer&amount=9&color=%234338ca",
  });

  const hosted = await builder.buys();
  await hosted.paysInFull();
  await hosted.returns();

  await builder.says(/^Paid\. 9 USDC/);
  const { searchParams } = new URL(builder.page.url());
  assert.equal(searchParams.get("way"), "companion");
  assert.equal(searchParams.get("color"), "#4338ca");
  await builder.line("The payer is back on the page").waitFor();
});

test("the plain link › is the same purchase, beside its QR code", async (t) => {
  const builder = await openBuilder(t, browser, { query: "?product=tote&quantity=2" });
  await builder.page.getByRole("img", { name: "QR code of the plain link" }).waitFor();

  const link = builder.page.getByRole("link", { name: /\/pay\/tote\?quantity=2$/ });
  const [tab] = await Promise.all([builder.context.waitForEvent("page"), link.click()]);

  await tab.getByText("36 USDC").first().waitFor();
});
