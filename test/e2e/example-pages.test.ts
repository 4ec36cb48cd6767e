import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { Browser, Page } from "playwright-core";
import { DEFAULT_ORIGINS } from "../../demo/origins.ts";
import { buildPages } from "../../demo/pages.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { openDemo } from "./open-demo.ts";

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

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
