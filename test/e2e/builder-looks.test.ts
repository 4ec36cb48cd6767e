import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { type BuilderPage, openBuilder } from "./builder-page.ts";
import { assertLooksGood } from "./looks.ts";

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

/** Everything that the page can show at once: a paid payment, lost webhooks, and weather that is on. */
async function fills(builder: BuilderPage): Promise<void> {
  const hosted = await builder.buysInNewTab();
  await hosted.page.close();
  await builder.button("Lose the next 6").click();
  await builder.button("Pay in full").click();
  await builder.line("Third try").waitFor();
  await builder.button("Delay by 3 s").click();
  await builder.says(/^Paid/);
}

test("the builder › is accessible, and nothing overflows: on a phone and a desk, in light and dark", async (t) => {
  const builder = await openBuilder(t, browser, {
    isOwn: true,
    query: "?tab=new&quantity=2&color=%23be185d&scheme=light",
    window: { reducedMotion: "reduce" },
  });

  await fills(builder);

  await assertLooksGood(builder.page, "all that the page can show");
});

for (const query of ["?way=static&sale=payer&code=react", "?sale=offer&code=vue&place=live&lang=ar"])
  test(`the builder › is accessible, and fits a phone and a desk: ${query}`, async (t) => {
    const builder = await openBuilder(t, browser, { query, window: { reducedMotion: "reduce" } });
    await builder.page.getByText("Look and language").click();

    await assertLooksGood(builder.page, query);
  });

test("the builder › can be used by the keyboard alone, from choosing to copying", async (t) => {
  const builder = await openBuilder(t, browser, { query: "?tab=new" });
  await builder.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { keyboard } = builder.page;

  await tabTo(builder, "input[name=way]");
  await keyboard.press("ArrowDown");
  await builder.page
    .getByRole("radio", { name: /^Companion only/ })
    .and(builder.page.locator(":checked"))
    .waitFor();
  await tabTo(builder, "request-checkout");
  const [tab] = await Promise.all([builder.context.waitForEvent("page"), keyboard.press("Enter")]);
  await tab.waitForURL((url) => url.origin === builder.demo.sandbox.origin);
  await builder.page.bringToFront();
  await tabTo(builder, ".copy");
  await keyboard.press("Enter");
  await builder.page.getByRole("status").getByText("Copied", { exact: true }).waitFor();

  assert.equal(
    await builder.page.evaluate(() => navigator.clipboard.readText()),
    await builder.code("Your page"),
  );
});

/** Presses Tab until the focus is there. */
async function tabTo({ page }: BuilderPage, selector: string): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press("Tab");
    const isThere = await page.evaluate(
      (wanted) => document.activeElement?.matches(wanted) ?? false,
      selector,
    );
    if (isThere) return;
  }
  assert.fail(`Tab never reaches ${selector}`);
}
