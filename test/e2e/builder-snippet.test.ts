import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { openBuilder } from "./builder-page.ts";
import { startSite } from "./site.ts";

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

/** What is chosen, and what the payer then reads. */
const CHOSEN: Record<string, [query: string, paid: RegExp]> = {
  "client ID and companion, a product": ["?product=zine&quantity=2&radius=24", /^Paid\. 31 USDC/],
  "companion only, a signed offer": ["?way=companion&sale=offer&amount=12.5", /^Paid\. 12\.5 USDC/],
  "static, an amount of the payer's choice": ["?way=static&sale=payer&amount=7&text=Give", /^Paid\. 7 USDC/],
};

for (const [name, [query, paid]] of Object.entries(CHOSEN))
  test(`the HTML snippet › ${name} › works and pays on a blank page of the integrator's, with its integrity`, async (t) => {
    const site = await startSite(t);
    const builder = await openBuilder(t, browser, { query, origins: [site.origin] });
    const snippet = await builder.code("Your page");
    const page = await site.opens(builder.context, snippet);

    const hosted = await builder.buys(page);
    await hosted.paysInFull();
    await hosted.returns();

    await page.locator("request-checkout").getByRole("status").getByText(paid).waitFor();
    assert.match(snippet, /\/widget\/\d+\.\d+\.\d+\/request-checkout\.js"\s+integrity="sha384-/);
  });

test("the HTML snippet › a script that is another one than its hash says does not run", async (t) => {
  const site = await startSite(t);
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
