import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, type TestContext, test } from "node:test";
import type { Browser, Route } from "playwright-core";
import { LABELS as GERMAN } from "../../widget/i18n/languages/de.ts";
import { sharedBrowser } from "../helpers/browser.ts";
import { takeLayoutShifts, watchLayoutShifts } from "../helpers/layout-shifts.ts";
import { servePage } from "../helpers/merchant-page.ts";
import { HostedPage } from "./hosted-page.ts";
import { openDemo } from "./open-demo.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

/** The two lines that the README recommends. */
const [, RULE = ""] =
  readFileSync("widget/README.md", "utf8").match(/```css\n([^`]*:not\(:defined\)[^`]*)```/) ?? [];
assert.match(RULE, /min-height: 4\.6rem/);
/** With the room that the README names for what comes after the press. */
const ROOMY = RULE.replace("4.6rem", "11rem");

/** A German page with something below the button; a test says what of the network is answered, and when. */
async function openPage(
  t: TestContext,
  { rule, target = "_self", sells = 'product="sticker"' }: { rule: string; target?: string; sells?: string },
) {
  const merchant = await servePage(t);
  const { demo, context } = await openDemo(t, browser, {
    origins: [merchant.origin],
    window: { viewport: { width: 1280, height: 800 } },
  });
  await watchLayoutShifts(context);
  merchant.html = `<!doctype html><html lang="de"><meta charset="utf-8"><title>Laden</title>
    <link rel="icon" href="data:,"><style>${rule}</style>
    <script type="module" src="${demo.companion.origin}/widget/request-checkout.js"></script>
    <p>Ein Aufkleber</p>
    <request-checkout client-id="cli_sandbox" server="${demo.companion.origin}" api-url="${demo.sandbox.origin}"
      ${sells} target="${target}">Kaufen</request-checkout>
    <p id="below">Darunter</p>`;
  const page = await context.newPage();
  const button = page.locator("request-checkout");
  return {
    page,
    demo,
    button,
    shifts: () => takeLayoutShifts(page),
    opens: () => page.goto(merchant.origin, { waitUntil: "commit" }),
    below: () => page.locator("#below").boundingBox(),
    /** Keeps an answer back; the result lets it through. */
    async holds(path: RegExp): Promise<() => Promise<void>> {
      const held = Promise.withResolvers<Route>();
      await page.route(path, (route) => held.resolve(route), { times: 1 });
      return async () => (await held.promise).continue();
    },
  };
}

test("while a page loads › nothing moves: not for the script, nor for the price", async (t) => {
  const { page, button, shifts, opens, holds } = await openPage(t, { rule: RULE });
  const script = await holds(/request-checkout\.js/);
  const price = await holds(/\/v1\/products\//);
  await opens();
  await page.getByText("Darunter").waitFor();
  assert.deepEqual(await shifts(), []);

  await script();
  await button.getByRole("button", { name: "Kaufen" }).waitFor();
  assert.deepEqual(await shifts(), []);
  await price();
  await button.getByText("10 USDC").waitFor();

  assert.deepEqual(await shifts(), []);
});

test("while a page loads › without the rule the script and the price move what is below", async (t) => {
  const { page, button, shifts, opens, holds } = await openPage(t, { rule: "" });
  const script = await holds(/request-checkout\.js/);
  await opens();
  await page.getByText("Darunter").waitFor();
  await shifts();

  await script();
  await button.getByText("10 USDC").waitFor();

  assert.ok((await shifts()).some(({ moved }) => moved.includes("P")));
});

test("while a page loads › nothing moves for the field in which the payer types an amount", async (t) => {
  const { button, shifts, below, opens, holds } = await openPage(t, {
    rule: RULE.replace("4.6rem", "7.9rem"),
    sells: 'payer-amount currency="USDC-base"',
  });
  const engine = await holds(/chunks\/engine-/);
  await opens();
  await button.getByRole("button", { name: "Kaufen" }).waitFor();
  const place = await below();

  await engine();
  await button.getByLabel("Betrag in USDC").waitFor();

  assert.deepEqual(await shifts(), []);
  assert.deepEqual(await below(), place);
});

test("a press › moves nothing: not for the language, the link, or the code on its way", async (t) => {
  const { page, demo, button, shifts, below, opens, holds } = await openPage(t, {
    rule: ROOMY,
    target: "_blank",
  });
  await opens();
  await button.getByText("10 USDC").waitFor();
  const language = await holds(/chunks\/de-/);
  const checkout = await holds(/\/v1\/checkouts$/);
  const place = await below();

  const opening = page.context().waitForEvent("page");
  await button.getByRole("button", { name: "Kaufen" }).click();
  const tab = await opening;
  // A page in the background is hardly ever painted.
  await page.bringToFront();
  assert.deepEqual(await shifts(), []);
  await language();
  await button.getByText(GERMAN.preparing).waitFor();
  assert.deepEqual(await shifts(), []);
  await checkout();
  await button.getByText(GERMAN.open).waitFor();
  await button.getByText(GERMAN.pending).waitFor();

  assert.deepEqual(await shifts(), []);
  await tab.waitForURL((url) => url.origin === demo.sandbox.origin);
  await new HostedPage(tab).paysInFull();
  await button.getByText(/^Bezahlt/).waitFor();
  // The receipt takes the button's place; the page stays where it is.
  assert.deepEqual(
    (await shifts()).flatMap(({ moved }) => moved),
    [],
  );
  assert.deepEqual(await below(), place);
});

test("a payer who comes back › finds the receipt, and the page stays where it is", async (t) => {
  const { page, demo, button, shifts, opens } = await openPage(t, { rule: ROOMY });
  await opens();
  await button.getByText("10 USDC").waitFor();
  await button.getByRole("button", { name: "Kaufen" }).click();
  await page.waitForURL((url) => url.origin === demo.sandbox.origin);
  const hosted = new HostedPage(page);
  await hosted.paysInFull();

  await hosted.returns();
  await button.getByText(/^Bezahlt/).waitFor();

  assert.deepEqual(
    (await shifts()).flatMap(({ moved }) => moved),
    [],
  );
});
