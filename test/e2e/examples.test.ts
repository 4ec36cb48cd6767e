import assert from "node:assert/strict";
import { before, type TestContext, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { Browser, Page } from "playwright-core";
import { DEFAULT_ORIGINS } from "../../demo/origins.ts";
import { buildPages } from "../../demo/pages.ts";
import { sharedBrowser } from "../helpers/browser.ts";
import { HostedPage } from "./hosted-page.ts";
import { openDemo } from "./open-demo.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

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

/** What a theme might change about button and price, and where the button is in the element. */
function lookOf(page: Page): Promise<Record<string, unknown>> {
  return page.locator("request-checkout").evaluate(({ shadowRoot }) => {
    const ownDiffer = /^--|color|shadow|fill|stroke|origin|width|inline-size/;
    const look: Record<string, unknown> = {};
    for (const part of shadowRoot?.querySelectorAll("[part=button], [part=amount]") ?? []) {
      const style = getComputedStyle(part);
      for (const name of style)
        if (!ownDiffer.test(name)) look[`${part.localName} ${name}`] = style.getPropertyValue(name);
      const { left = 0, top = 0 } = part.parentElement?.getBoundingClientRect() ?? {};
      const box = part.getBoundingClientRect();
      look[`${part.localName} place`] = [box.left - left, box.top - top, box.height];
    }
    return look;
  });
}

test("a theme's hostile CSS › nothing of it reaches into the element", async (t) => {
  const { demo, context } = await openDemo(t, browser);
  const page = await context.newPage();
  const looks = [];
  for (const name of ["html", "theme"]) {
    await page.goto(`${demo.pages.origin}/examples/${name}/`);
    await page
      .locator("request-checkout")
      .getByText(/ USDC on Base$/)
      .waitFor();
    looks.push(await lookOf(page));
  }

  const [usual = {}, themed = {}] = looks;
  const names = Object.keys(usual);
  assert.ok(names.length > 400);
  assert.deepEqual(
    names.filter((name) => !isDeepStrictEqual(usual[name], themed[name])),
    [],
  );
});

test("the examples › are linked from the front page, and give out nothing but pages, styles and scripts", async (t) => {
  const pages = await buildPages(DEFAULT_ORIGINS);
  t.after(() => pages.close());
  const statusOf = async (path: string) => (await pages.inject(path)).statusCode;

  assert.match((await pages.inject("/")).body, /<a href="\/examples\/">/);
  for (const name of ["html", "theme", "react", "vue"])
    assert.match((await pages.inject("/examples/")).body, new RegExp(`href="/examples/${name}/"`));
  for (const path of ["README.md", "react/main.tsx", "vue/pelican-fish.vue", "built/%2e%2e/builder.js"])
    assert.ok((await statusOf(`/examples/${path}`)) >= 400, path);
});

test("the examples › allow Vue's own Trusted Types policy on Vue's page alone", async (t) => {
  const pages = await buildPages(DEFAULT_ORIGINS);
  t.after(() => pages.close());

  for (const [name, types] of [
    ["html", "lit-html 'allow-duplicates'"],
    ["vue", "lit-html vue 'allow-duplicates'"],
  ]) {
    const policy = String((await pages.inject(`/examples/${name}/`)).headers["content-security-policy"]);
    assert.match(policy, new RegExp(`; require-trusted-types-for 'script'; trusted-types ${types}$`));
    assert.doesNotMatch(policy, /unsafe/);
  }
});

for (const [name, failing] of [
  ["once", (asked: number) => asked === 1],
  ["always", () => true],
] as const)
  test(`the package in Vite's bundle › pays where the engine's chunk fails ${name}`, async (t) => {
    const { demo, context } = await openDemo(t, browser, { expectedComplaint: /ERR_FAILED/ });
    const page = await context.newPage();
    let asked = 0;
    await page.route(/\/built\/chunks\/engine-/, (route) => {
      asked += 1;
      return failing(asked) ? route.abort() : route.continue();
    });
    await page.goto(`${demo.pages.origin}/examples/react/`);
    const opening = context.waitForEvent("page");

    await page.getByRole("button", { name: "Buy a sticker", exact: true }).click();

    const tab = await opening;
    await tab.waitForURL((url) => url.origin === demo.sandbox.origin);
    await new HostedPage(tab).paysInFull();
    await page.getByText("React has heard: 10 USDC-base paid.", { exact: true }).waitFor();
    assert.ok(asked >= 1);
  });
