import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, type TestContext, test } from "node:test";
import type { Browser } from "playwright-core";
import { packageVersion } from "../../server/http/widget-files.ts";
import { LABELS as GERMAN } from "../../widget/i18n/languages/de.ts";
import { sharedBrowser } from "../helpers/browser.ts";
import { servePage } from "../helpers/merchant-page.ts";
import { HostedPage } from "./hosted-page.ts";
import { openDemo } from "./open-demo.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

const HASHES: Record<string, string> = JSON.parse(readFileSync("dist/integrity.json", "utf8"));

/** Allows the two scripts' origin, the two that are called, Lit's templates, and nothing else: no style, no image. */
function toPolicy({ companion, sandbox }: { companion: string; sandbox: string }): string {
  return [
    "default-src 'none'",
    `script-src ${companion}`,
    `connect-src ${companion} ${sandbox}`,
    "style-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html 'allow-duplicates'",
  ].join("; ");
}

/** The whole way of a payer, on a page that has the script by its version and hash. */
async function payerGoesAllTheWay(t: TestContext, script: string, type: string): Promise<string[]> {
  const merchant = await servePage(t);
  const { demo, context } = await openDemo(t, browser, { origins: [merchant.origin] });
  const [companion, sandbox] = [demo.companion.origin, demo.sandbox.origin];
  merchant.headers = { "content-security-policy": toPolicy({ companion, sandbox }) };
  merchant.html = `<!doctype html><html lang="de"><meta charset="utf-8"><title>Laden</title>
    <script ${type} src="${companion}/widget/${packageVersion()}/${script}"
      integrity="${HASHES[script]}" crossorigin="anonymous"></script>
    <request-checkout client-id="cli_sandbox" server="${companion}" api-url="${sandbox}" product="sticker"
      target="_blank"></request-checkout>
    <request-checkout-status server="${companion}"></request-checkout-status>`;
  const page = await context.newPage();
  const scripts: string[] = [];
  page.on("request", (request) => request.resourceType() === "script" && scripts.push(request.url()));
  await page.goto(merchant.origin);
  const opening = context.waitForEvent("page");
  await page.getByRole("button", { name: GERMAN.pay, exact: true }).click();
  const tab = await opening;
  await tab.waitForURL((url) => url.origin === sandbox);
  await page.getByRole("button", { name: GERMAN.qr }).click();
  await page.getByRole("img", { name: GERMAN.qr_hint }).waitFor();
  await new HostedPage(tab).paysInFull();
  await page.bringToFront();
  const receipt = page.getByText(/^Bezahlt\. 10 USDC/);
  await page.locator("request-checkout").filter({ has: receipt }).waitFor();

  const id = await page.evaluate(() => document.querySelector("request-checkout")?.checkout?.id);
  await page.goto(`${merchant.origin}/?checkout=${id}`);
  await page.locator("request-checkout-status").filter({ has: receipt }).waitFor();
  return [
    ...new Set(
      scripts.map((url) => url.replace(/^.*\/widget\/[\d.]+\//, "").replace(/-[\da-f]{8}\.js(\?\d+)?$/, "")),
    ),
  ].sort();
}

test("a strict policy with Trusted Types › is kept from the press to the receipt, by the module and its verified fallback", async (t) => {
  const scripts = await payerGoesAllTheWay(t, "request-checkout.js", 'type="module"');

  assert.deepEqual(scripts, ["chunks/fallback", "request-checkout.js"]);
});

test("a strict policy with Trusted Types › is kept from the press to the receipt, by the classic script", async (t) => {
  const scripts = await payerGoesAllTheWay(t, "request-checkout.iife.js", "defer");

  assert.deepEqual(scripts, ["request-checkout.iife.js"]);
});
