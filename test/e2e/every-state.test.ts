import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { isSoak } from "../helpers/scale.ts";
import { type ViolationOptions, violationsOn } from "../helpers/violations.ts";
import { type Gallery, startGallery } from "../looks/gallery.ts";
import { STATES } from "../looks/states.ts";

const PHONE = { width: 320, height: 640 };
const DESK = { width: 1280, height: 720 };

let browser: Browser;
let gallery: Gallery;
const pages = new Map<string, Promise<Page>>();
before(async () => {
  [browser, gallery] = await Promise.all([launchBrowser(), startGallery()]);
});
after(async () => {
  await browser.close();
  await gallery.close();
});

type Media = NonNullable<Parameters<Page["emulateMedia"]>[0]>;

/** All states in a language: reached once, and looked at again and again. */
async function open(lang: string, media: Media, viewport = DESK): Promise<Page> {
  const opening = pages.get(lang) ?? gallery.open(browser, lang, {});
  pages.set(lang, opening);
  const page = await opening;
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none", reducedMotion: "reduce", ...media });
  await page.setViewportSize(viewport);
  return page;
}

const LOOKS: Record<string, Media> = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "forced colours": { forcedColors: "active" },
};

interface Look {
  look: string;
  lang: string;
  rules: ViolationOptions["rules"];
}

/** Each theme and each direction. The full length tries every theme in both directions. */
const LOOKED_AT: Look[] = isSoak
  ? Object.keys(LOOKS).flatMap((look) => ["en", "ar"].map((lang): Look => ({ look, lang, rules: "all" })))
  : [
      { look: "light", lang: "en", rules: "all" },
      { look: "dark", lang: "ar", rules: "contrast" },
      { look: "forced colours", lang: "en", rules: "contrast" },
    ];

describe(`every state of the elements, ${STATES.length} of them`, () => {
  for (const { look, lang, rules } of LOOKED_AT)
    test(`axe finds nothing: ${look}, ${lang}`, async () => {
      const page = await open(lang, LOOKS[look] ?? {});

      assert.deepEqual(await violationsOn(page, { within: "main", rules }), []);
    });

  test("axe would say so: of a text that is hard to read in the dark, and of a picture without a text", async () => {
    const page = await browser.newPage({ colorScheme: "dark" });
    await page.setContent(`<main style="color: light-dark(#000, #222); background: light-dark(#fff, #000);
      color-scheme: light dark"><p>Hard to read</p><img src="data:,"></main>`);

    const contrast = await violationsOn(page, { within: "main", rules: "contrast" });
    const all = await violationsOn(page, { within: "main" });
    await page.close();

    assert.match(contrast.join(), /^color-contrast: <p>Hard to read/);
    assert.match(all.join(), /image-alt: <img/);
  });

  for (const lang of ["en", "de", "ar"])
    test(`at 400 % zoom nothing is cut or wider than the window: ${lang}`, async () => {
      const page = await open(lang, {}, PHONE);

      const [wide, cut] = await page.evaluate(() => {
        const elements = [...document.querySelectorAll<HTMLElement>("[data-state]")];
        const parts = elements.flatMap((element) => [
          ...(element.shadowRoot?.querySelectorAll<HTMLElement>("[part]") ?? []),
        ]);
        return [
          document.documentElement.scrollWidth - window.innerWidth,
          parts
            .filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0)
            .map((part) => part.outerHTML),
        ] as const;
      });
      assert.ok(wide <= 0, `${wide} pixels too wide`);
      assert.deepEqual(cut, []);
    });

  test("whatever can be pressed is at least 24 pixels wide and high, and is reached by Tab", async () => {
    const page = await open("en", {});

    const targets = await page.locator("[data-state] :is(button, a[href], input)").evaluateAll((nodes) =>
      nodes.map((node) => {
        const { width, height } = node.getBoundingClientRect();
        return { width, height, tabIndex: (node as HTMLElement).tabIndex, html: node.outerHTML };
      }),
    );

    assert.ok(targets.length > STATES.length);
    for (const { width, height, tabIndex, html } of targets) {
      assert.ok(width >= 24 && height >= 24, `${width} × ${height}: ${html}`);
      assert.equal(tabIndex, 0, html);
    }
  });
});
