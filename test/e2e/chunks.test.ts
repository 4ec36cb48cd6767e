import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { LABELS as GERMAN } from "../../widget/i18n/languages/de.ts";
import { LABELS as JAPANESE } from "../../widget/i18n/languages/ja.ts";
import { sharedBrowser } from "../helpers/browser.ts";
import { openChunkPage } from "../helpers/chunk-page.ts";
import { eventually } from "../helpers/eventually.ts";

const ENGLISH_ERROR = "That did not work. You have not been charged. Please try again.";
const LANGUAGE = /chunks\/de-/;
const ENGINE = /chunks\/engine-/;
const DRAWER = /chunks\/draw-/;
const FALLBACK = /chunks\/fallback-/;

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

describe("the chunk of a language", () => {
  it("is asked for while the button goes down, beside the engine, and not before", async (t) => {
    const { page, asked, held } = await openChunkPage(t, browser, { lang: "de-AT" });
    held.add(ENGINE);
    await page.getByRole("button", { name: GERMAN.pay }).hover();
    assert.deepEqual(asked, ["request-checkout.js"]);

    await page.mouse.down();

    await eventually("both are asked for", async () => asked.length === 3);
    assert.ok(asked.some((path) => ENGINE.test(path)));
    assert.ok(asked.some((path) => LANGUAGE.test(path)));
  });

  it("that can't be had leaves English, and is asked for again at the next press", async (t) => {
    const opened = await openChunkPage(t, browser, { lang: "de" });
    const { page, missing } = opened;
    opened.isDown = true;
    missing.add(LANGUAGE).add(FALLBACK);
    await page.getByRole("button").click();
    await page.getByText(ENGLISH_ERROR).waitFor();
    assert.equal(await page.locator(".root").getAttribute("lang"), "en");

    missing.clear();
    await page.getByRole("button", { name: "Try again" }).click();

    await page.getByText(GERMAN.error).waitFor();
    assert.equal(await page.locator(".root").getAttribute("lang"), "de");
  });

  it("that is not answered keeps nobody from paying", async (t) => {
    const { page, held } = await openChunkPage(t, browser, { lang: "de" });
    await page.clock.install();
    held.add(LANGUAGE);
    await page.getByRole("button").click();

    await page.clock.runFor(3000);

    await page.getByText("Taking you to the payment page…").waitFor();
  });

  it("says what is wrong where it came and the engine did not", async (t) => {
    const { page, missing } = await openChunkPage(t, browser, { lang: "de" });
    missing.add(ENGINE).add(FALLBACK);
    await page.getByRole("button").click();
    await page.getByText(GERMAN.offline).waitFor();

    missing.clear();
    await page.getByRole("button", { name: GERMAN.retry }).click();

    await page.getByText(GERMAN.leaving).waitFor();
  });

  it("is part of the classic script", async (t) => {
    const { page, asked } = await openChunkPage(t, browser, {
      lang: "ja",
      script: '<script src="/widget/request-checkout.iife.js" defer></script>',
    });

    await page.getByRole("button", { name: JAPANESE.pay }).click();

    await page.getByText(JAPANESE.leaving).waitFor();
    await page.getByRole("button", { name: JAPANESE.qr }).click();
    await page.getByRole("img", { name: JAPANESE.qr_hint }).waitFor();
    assert.deepEqual(asked, ["request-checkout.iife.js"]);
  });
});

describe("the chunk that draws QR codes", () => {
  it("comes when it is asked for, and keeps to a strict policy", async (t) => {
    const { page, asked } = await openChunkPage(t, browser, { lang: "de" });
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.getByRole("button").click();
    const button = page.getByRole("button", { name: GERMAN.qr });
    await button.waitFor();
    assert.ok(!asked.some((path) => DRAWER.test(path)));

    await button.click();

    await page.getByRole("img", { name: GERMAN.qr_hint }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it("that can't be had leaves the link, and is asked for again", async (t) => {
    const { page, missing } = await openChunkPage(t, browser, { lang: "de" });
    missing.add(DRAWER).add(FALLBACK);
    await page.getByRole("button").click();
    const button = page.getByRole("button", { name: GERMAN.qr });
    await button.click();
    await page.getByText(GERMAN.qr_failed).waitFor();
    await page.getByRole("link", { name: GERMAN.open }).waitFor();

    missing.clear();
    await button.click();
    await button.click();

    await page.getByRole("img", { name: GERMAN.qr_hint }).waitFor();
  });
});
