import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { everyCase, pairwise } from "../helpers/pairwise.ts";
import { isSoak } from "../helpers/scale.ts";
import { openBuilder } from "./builder-page.ts";
import { isPossible, PAYMENTS, type Payment } from "./payments.ts";
import { startSite } from "./site.ts";

let browser: Browser;
const site = await startSite({ after });
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

/** What can be sold, and what the payer then reads. */
const SALES: Record<Payment["sale"], [query: string, paid: RegExp]> = {
  product: ["product=zine&quantity=2&radius=24", /^Paid\. 31 USDC/],
  offer: ["amount=12.5", /^Paid\. 12\.5 USDC/],
  amount: ["amount=3", /^Paid\. 3 USDC/],
  payer: ["amount=7&text=Give", /^Paid\. 7 USDC/],
};
const CASES = everyCase(PAYMENTS, isPossible);

for (const { way, sale, tab, place } of isSoak ? CASES : pairwise(CASES))
  test(`a payment › ${way}, ${sale}, ${tab} tab, ${place} › really pays, and the payer reads Paid`, async (t) => {
    const [query, paid] = SALES[sale];
    const builder = await openBuilder(t, browser, {
      query: `?way=${way}&sale=${sale}&${query}${tab === "new" ? "&tab=new" : ""}`,
      origins: [site.origin],
    });
    const snippet = await builder.code("Your page");
    const page = place === "preview" ? builder.page : await site.opens(builder.context, snippet);

    const hosted = tab === "new" ? await builder.buysInNewTab(page) : await builder.buys(page);
    await hosted.paysInFull();
    if (tab === "same") await hosted.returns();

    await page.locator("request-checkout").getByRole("status").getByText(paid).waitFor();
    assert.match(snippet, /\/widget\/\d+\.\d+\.\d+\/request-checkout\.js"\s+integrity="sha384-/);
  });

test("the preview › in the same tab › the payer comes back to the same choices, and reads Paid", async (t) => {
  const builder = await openBuilder(t, browser, {
    query: "?way=companion&sale=offer&amount=9&color=%234338ca",
    origins: [site.origin],
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
  const builder = await openBuilder(t, browser, {
    query: "?product=tote&quantity=2",
    origins: [site.origin],
  });
  await builder.page.getByRole("img", { name: "QR code of the plain link" }).waitFor();

  const link = builder.page.getByRole("link", { name: /\/pay\/tote\?quantity=2$/ });
  const [tab] = await Promise.all([builder.context.waitForEvent("page"), link.click()]);

  await tab.getByText("36 USDC").first().waitFor();
});

test("the HTML snippet › a script that is another one than its hash says does not run", async (t) => {
  const builder = await openBuilder(t, browser, { expectedComplaint: /integrity/, origins: [site.origin] });
  const snippet = await builder.code("Your page");
  const other = snippet.replace(/sha384-[^"]+/, `sha384-${"A".repeat(64)}`);

  const refused = Promise.withResolvers<void>();
  builder.context.on("console", (message) => {
    if (message.text().includes("integrity")) refused.resolve();
  });
  const page = await site.opens(builder.context, other);
  await refused.promise;

  assert.equal(await page.evaluate(() => customElements.get("request-checkout")), undefined);
});
