import assert from "node:assert/strict";
import { before, describe, type TestContext, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { startCompanion } from "../helpers/companion.ts";
import { startLinkMaker } from "../helpers/link-maker.ts";
import { servePage } from "../helpers/merchant-page.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

const STRICT = (companion: string) => ({
  "content-security-policy": [
    "default-src 'none'",
    `script-src ${companion}`,
    `connect-src ${companion}`,
    "style-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html 'allow-duplicates'",
  ].join("; "),
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "permissions-policy": "payment=(), geolocation=()",
});

interface Scripts {
  module: string;
  classic: string;
  element: string;
}

/** A page of another origin than the companion's, with whatever a test puts into it. */
async function start(t: TestContext) {
  const merchant = await servePage(t);
  const apiUrl = await startLinkMaker(t);
  const companion = await startCompanion(t, {
    environment: { ALLOWED_ORIGINS: merchant.origin, REQUEST_API_URL: apiUrl, REQUEST_API_KEY: "k" },
  });
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const told = { warnings: [] as string[], errors: [] as string[] };
  page.on("console", (message) => {
    if (message.type() === "warning") told.warnings.push(message.text());
    if (message.type() === "error") told.errors.push(message.text());
  });
  page.setDefaultTimeout(10_000);
  page.on("pageerror", (error) => told.errors.push(String(error)));
  const script = (name: string) => `${companion.url}/widget/${name}`;
  const scripts: Scripts = {
    module: `<script type="module" crossorigin src="${script("request-checkout.js")}"></script>`,
    classic: `<script src="${script("request-checkout.iife.js")}"></script>`,
    element: `<request-checkout server="${companion.url}" api-url="${apiUrl}" product="sticker">Buy</request-checkout>`,
  };
  const visit = async (html: (scripts: Scripts) => string, headers: Record<string, string> = {}) => {
    merchant.html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>${html(scripts)}`;
    merchant.headers = headers;
    await page.goto(merchant.origin);
  };
  return { companion, page, told, visit };
}

/** Presses the button, and waits until the browser is about to leave for the payment page. */
async function leaves(page: Page): Promise<string> {
  const leaving = page.waitForRequest(
    (request) => request.isNavigationRequest() && /token=/.test(request.url()),
  );
  await page.getByRole("button", { name: "Buy" }).click();
  return (await leaving).url();
}

describe("a page with a strict policy, Trusted Types and COEP", () => {
  for (const kind of ["module", "classic"] as const) {
    // input: E12
    test(`has nothing to object to, with the ${kind} script: the button pays`, async (t) => {
      const { companion, page, told, visit } = await start(t);
      await visit((scripts) => `${scripts[kind]}${scripts.element}`, STRICT(companion.url));
      await page.getByText("10 USDC on Base").waitFor();
      assert.equal(await page.evaluate(() => crossOriginIsolated), true);

      const url = await leaves(page);

      assert.match(url, /^http:\/\/127\.0\.0\.1:1\/\?token=T1$/);
      assert.deepEqual(told.errors, []);
    });
  }

  test("would have said so: a script of another place is refused", async (t) => {
    const { companion, page, told, visit } = await start(t);

    await visit(() => `<script src="http://localhost:1/x.js"></script>`, STRICT(companion.url));

    assert.match(told.errors.join(), /Content Security Policy/);
    assert.equal(await page.title(), "Shop");
  });
});

describe("a page that has something under the tag already", () => {
  // input: E10
  test("keeps it, gets one warning for the tag, and no error", async (t) => {
    const { page, told, visit } = await start(t);
    await visit(
      ({ classic, module, element }) =>
        `<script>customElements.define("request-checkout", class extends HTMLElement {
          connectedCallback() { this.dataset.mine = "yes"; }
        });</script>${classic}${module}${element}`,
    );
    await page.waitForLoadState("networkidle");

    assert.equal(await page.locator("request-checkout").getAttribute("data-mine"), "yes");
    const named = told.warnings.filter((text) => text.startsWith("<request-checkout>"));
    assert.equal(named.length, 2, "one for each of the two scripts");
    assert.deepEqual(told.errors, []);
  });

  // input: E10
  test("such as both of our scripts: one of them works, and the other says so", async (t) => {
    const { page, told, visit } = await start(t);
    await visit(({ classic, module, element }) => `${classic}${module}${element}`);

    assert.match(await leaves(page), /token=T1$/);
    assert.equal(told.warnings.filter((text) => /is defined already/.test(text)).length, 2);
    assert.deepEqual(told.errors, []);
  });
});

describe("a page that has spoilt its own globals", () => {
  const spoilt: [string, string][] = [
    [
      "Object.prototype with texts, methods and nothings",
      `Object.assign(Object.prototype, { extra: "x", each() {}, status: "paid", toJSON: undefined, next: null });`,
    ],
    [
      "Array.prototype with a method",
      "Array.prototype.evil = function () {}; Array.prototype.toJSON = undefined;",
    ],
    [
      "no localStorage",
      `Object.defineProperty(window, "localStorage", { get() { throw new Error("no"); } });`,
    ],
    ["no locks", `Object.defineProperty(navigator, "locks", { value: undefined });`],
    [
      "locks that are kept from it",
      `navigator.locks.request = async () => { throw new DOMException("Access is denied", "SecurityError"); };`,
    ],
    ["no randomUUID", `Object.defineProperty(crypto, "randomUUID", { value: undefined });`],
    ["console.warn that throws", `console.warn = () => { throw new Error("no"); };`],
  ];
  for (const [name, code] of spoilt) {
    for (const kind of ["module", "classic"] as const) {
      // input: E11
      test(`${name}: the button of the ${kind} script pays`, async (t) => {
        const { page, told, visit } = await start(t);
        await visit((scripts) => `<script>${code}</script>${scripts[kind]}${scripts.element}`);

        assert.match(await leaves(page), /token=T1$/);
        assert.deepEqual(told.errors, []);
      });
    }
  }

  // input: E11
  test("elements whose names hide what a document has: the button pays", async (t) => {
    const { page, told, visit } = await start(t);
    const names =
      "currentScript,baseURI,body,head,title,hidden,activeElement,cookie,forms,scripts,all,location,querySelector,documentElement,defaultView,visibilityState,adoptedStyleSheets";
    await visit(
      ({ classic, element }) =>
        `${names
          .split(",")
          .map((name) => `<img alt="" name="${name}"><form name="${name}"></form>`)
          .join("")}
         <a id="customElements"></a><a id="navigator"></a>${classic}${element}`,
    );

    assert.match(await leaves(page), /token=T1$/);
    assert.deepEqual(told.errors, []);
  });
});
