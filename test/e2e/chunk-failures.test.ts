import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it, type TestContext } from "node:test";
import Fastify from "fastify";
import type { Browser, Page } from "playwright-core";
import { findWidgetDir, widgetFiles } from "../../server/http/widget-files.ts";
import { LABELS as GERMAN } from "../../widget/i18n/languages/de.ts";
import { sharedBrowser } from "../helpers/browser.ts";
import { openChunkPage } from "../helpers/chunk-page.ts";
import { servePage } from "../helpers/merchant-page.ts";

const WIDGET_DIR = findWidgetDir() ?? assert.fail("dist/ is missing: npm run build:widget");
const HASHES: Record<string, string> = JSON.parse(readFileSync(`${WIDGET_DIR}/integrity.json`, "utf8"));
const ANY_CHUNK = /\/chunks\//;
const PINNED = `<script type="module" src="/widget/request-checkout.js" integrity="${HASHES["request-checkout.js"]}"
  crossorigin="anonymous"></script>`;

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

async function press(page: Page): Promise<void> {
  await page.getByRole("button", { name: GERMAN.pay }).click();
}

/** Each chunk runs with a line more, as if somebody had changed it on the server. */
async function alterChunks(page: Page): Promise<void> {
  await page.route(ANY_CHUNK, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\n;window.isAltered = true;` });
  });
}

function isAltered(page: Page): Promise<boolean> {
  return page.evaluate(() => "isAltered" in window);
}

describe("a press pays", () => {
  for (const failure of ["blocked", "404", "another build's file"])
    it(`where each chunk fails once: ${failure}`, async (t) => {
      const { page } = await openChunkPage(t, browser, { lang: "de" });
      const failed = new Set<string>();
      await page.route(ANY_CHUNK, async (route) => {
        const { pathname } = new URL(route.request().url());
        if (failed.has(pathname)) return route.continue();
        failed.add(pathname);
        if (failure === "blocked") return route.abort();
        if (failure === "404") return route.fulfill({ status: 404 });
        return route.fulfill({
          contentType: "text/javascript",
          body: 'import { missing } from "../request-checkout.js"; missing();',
        });
      });

      await press(page);

      await page.getByText(GERMAN.leaving).waitFor();
      assert.ok(failed.size >= 2);
    });

  it("where all chunks but the fallback are gone", async (t) => {
    const { page, missing } = await openChunkPage(t, browser, { lang: "de" });
    missing.add(/chunks\/(?!fallback)/);

    await press(page);

    await page.getByText(GERMAN.leaving).waitFor();
    await page.getByRole("button", { name: GERMAN.qr }).click();
    await page.getByRole("img", { name: GERMAN.qr_hint }).waitFor();
  });

  it("where the script was copied without its chunks, and the page has a companion", async (t) => {
    const { page } = await openCopy(t, {});

    await page.getByRole("button").click();

    await page.getByText("That did not work. You have not been charged.").waitFor();
    assert.equal(await page.evaluate(() => document.querySelector("request-checkout")?.checkout), null);
  });

  it("not by code of the companion that is not of this build", async (t) => {
    const { page } = await openCopy(t, {});
    await alterChunks(page);

    await page.getByRole("button").click();

    await page.getByText("reload the page").waitFor();
    assert.equal(await isAltered(page), false);
  });
});

describe("a script that is pinned by its hash", () => {
  it("runs verified code only, and pays", async (t) => {
    const { page, asked } = await openChunkPage(t, browser, { lang: "de", script: PINNED });

    await press(page);

    await page.getByText(GERMAN.leaving).waitFor();
    assert.ok(asked.filter((path) => path.startsWith("chunks/")).every((path) => /fallback-/.test(path)));
  });

  for (const [name, script] of [
    ["pinned", PINNED],
    ["not pinned", '<script type="module" src="/widget/request-checkout.js"></script>'],
  ] as const)
    it(`pays on a page that allows scripts by a nonce only: ${name}`, async (t) => {
      const { page } = await openChunkPage(t, browser, {
        lang: "de",
        script: script.replace("<script", '<script nonce="once"'),
        scriptSrc: "'nonce-once'",
      });

      await press(page);

      await page.getByText(GERMAN.leaving).waitFor();
    });

  it("runs no chunk that was altered, and pays once it is whole again", async (t) => {
    const { page } = await openChunkPage(t, browser, { lang: "de", script: PINNED });
    await alterChunks(page);
    await press(page);
    await page.getByRole("button", { name: "Try again" }).waitFor();
    assert.equal(await isAltered(page), false);

    await page.unroute(ANY_CHUNK);
    await page.getByRole("button", { name: "Try again" }).click();

    await page.getByText(GERMAN.leaving).waitFor();
  });

  it("is what makes the difference: without a hash an altered chunk runs", async (t) => {
    const { page } = await openChunkPage(t, browser, { lang: "de" });
    await alterChunks(page);

    await press(page);

    await page.getByText(GERMAN.leaving).waitFor();
    assert.equal(await isAltered(page), true);
  });
});

/** A shop that serves a copy of the script alone, under another name. Its companion serves scripts, and refuses the rest. */
async function openCopy(t: TestContext, { lang = "en" }: { lang?: string }): Promise<{ page: Page }> {
  const app = Fastify({ forceCloseConnections: true });
  await app.register(widgetFiles, { widgetDir: WIDGET_DIR });
  app.post("/v1/checkouts", (_, reply) =>
    reply.header("access-control-allow-origin", "*").code(503).send({}),
  );
  app.options("/v1/checkouts", (_, reply) =>
    reply
      .headers({ "access-control-allow-origin": "*", "access-control-allow-headers": "content-type" })
      .code(204)
      .send(),
  );
  t.after(() => app.close());
  const companion = await app.listen({ port: 0, host: "127.0.0.1" });
  const merchant = await servePage(t);
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.route("**/assets/checkout.js", (route) =>
    route.fulfill({ path: `${WIDGET_DIR}/request-checkout.js`, contentType: "text/javascript" }),
  );
  await page.route("**/assets/chunks/**", (route) => route.fulfill({ status: 404 }));
  merchant.html = `<!doctype html><html lang="${lang}"><script type="module" src="/assets/checkout.js"></script>
    <request-checkout server="${companion}" amount="10" currency="USDC-base"></request-checkout>`;
  await page.goto(merchant.origin);
  await page.locator("request-checkout:defined").waitFor();
  return { page };
}
