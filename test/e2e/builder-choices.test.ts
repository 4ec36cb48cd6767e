import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Browser } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { type BuilderPage, openBuilder } from "./builder-page.ts";
import { assertLooksGood } from "./looks.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

test("choices › stand in the address, survive a reload, and can be gone back through", async (t) => {
  const builder = await openBuilder(t, browser);

  await builder.page.getByRole("radio", { name: /^Companion only/ }).check();
  await builder.chooses("What is sold", "Payer’s choice");
  await builder.page.getByRole("textbox", { name: "Most" }).fill("50");
  await builder.chooses("The payment page opens in", "a new tab");
  await builder.chooses("As", "Vue");
  const code = await builder.code("Your page");
  await builder.page.reload();
  await builder.page.getByRole("heading", { name: "Copy it" }).waitFor();

  assert.equal(await builder.code("Your page"), code);
  for (const said of ['max="50"', 'target="_blank"', "payer-amount"]) assert.ok(code.includes(said), code);
  await builder.page.goBack();
  await builder.page.getByRole("radio", { name: "HTML" }).and(builder.page.locator(":checked")).waitFor();
  await builder.page.goBack();
  await builder.page
    .getByRole("radio", { name: "the same tab" })
    .and(builder.page.locator(":checked"))
    .waitFor();
  await builder.page.goForward();
  await builder.page
    .getByRole("radio", { name: "a new tab" })
    .and(builder.page.locator(":checked"))
    .waitFor();
});

test("choices › a slider that is moved is one step back, not one for each pixel", async (t) => {
  const builder = await openBuilder(t, browser, { query: "?way=companion" });
  const slider = builder.page.getByRole("slider", { name: /^Corners/ });

  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  assert.ok(box);
  const { mouse } = builder.page;
  await mouse.move(box.x + box.width / 4, box.y + box.height / 2);
  await mouse.down();
  await mouse.move(box.x + box.width, box.y + box.height / 2, { steps: 8 });
  await mouse.up();

  await builder.page.waitForURL((url) => url.searchParams.get("radius") === "32");
  assert.match(await builder.code("Your page"), /--request-checkout-radius: 32px;/);
  assert.equal(
    await builder.element.evaluate((element) => element.style.getPropertyValue("--request-checkout-radius")),
    "32px",
  );
  await builder.page.goBack();
  await builder.page.waitForURL((url) => url.search === "?way=companion");
});

test("choices › look and language reach the preview as the snippet says them", async (t) => {
  const builder = await openBuilder(t, browser, {
    query: "?color=%23c2410c&size=20&scheme=dark&lang=de&text=Kaufen&product=zine",
  });

  const button = builder.element.getByRole("button", { name: "Kaufen" });
  await builder.element.getByText("15,5 USDC").waitFor();
  const looks = await button.evaluate((element) => {
    const { backgroundColor, color, fontSize, colorScheme } = getComputedStyle(element);
    return { backgroundColor, color, fontSize, colorScheme };
  });

  assert.deepEqual(looks, {
    backgroundColor: "rgb(194, 65, 12)",
    color: "rgb(255, 255, 255)",
    fontSize: "20px",
    colorScheme: "dark",
  });
  const code = await builder.code("Your page");
  for (const said of ["--request-checkout-color: #c2410c;", "color-scheme: dark;", 'lang="de"', ">Kaufen</"])
    assert.ok(code.includes(said), said);
});

test("choices › something else is sold: the payment of before is no part of it", async (t) => {
  const builder = await openBuilder(t, browser);
  const hosted = await builder.buys();
  await hosted.paysInFull();
  await hosted.returns();
  await builder.says(/^Paid/);

  await builder.page.getByRole("combobox", { name: "Product" }).selectOption("tote");
  await builder.element.getByText("18 USDC on Base").waitFor();
  await builder.page.getByRole("combobox", { name: "Product" }).selectOption("sticker");

  await builder.element.getByText("10 USDC on Base").waitFor();
  await builder.element.getByRole("button", { name: "Pay" }).waitFor();
  assert.equal(new URL(builder.page.url()).search, "");
});

test("choices › static: what needs a companion is not to be had", async (t) => {
  const builder = await openBuilder(t, browser, { query: "?way=static&sale=product" });

  assert.ok(await builder.page.getByRole("radio", { name: "Product" }).isDisabled());
  assert.ok(await builder.page.getByRole("radio", { name: "Amount", exact: true }).isChecked());
  assert.doesNotMatch(await builder.code("Your page"), /server=/);
  await builder.page.getByText("The static way has none.").waitFor();
});

test("copying › puts the snippet into the clipboard, and says so", async (t) => {
  const builder = await openBuilder(t, browser);
  await builder.context.grantPermissions(["clipboard-read", "clipboard-write"]);

  await builder.button("Copy the snippet").click();
  await builder.page.getByRole("status").getByText("Copied", { exact: true }).waitFor();

  const copied = await builder.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, await builder.code("Your page"));
});

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
