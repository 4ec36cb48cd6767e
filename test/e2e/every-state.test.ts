import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { type Gallery, startGallery } from "../looks/gallery.ts";
import { STATES } from "../looks/states.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { width: 320, height: 640 };

let browser: Browser;
let gallery: Gallery;
before(async () => {
  [browser, gallery] = await Promise.all([launchBrowser(), startGallery()]);
});
after(async () => {
  await gallery.close();
  await browser.close();
});

interface Violation {
  id: string;
  nodes: { html: string; target: unknown }[];
}

async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const violations = await page.evaluate<Violation[]>("axe.run('main').then(({ violations }) => violations)");
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, target }) => `${id}: ${html} ${JSON.stringify(target)}`),
  );
}

const LOOKS: Record<string, BrowserContextOptions> = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "forced colours": { forcedColors: "active" },
};

describe(`every state of the elements, ${STATES.length} of them`, () => {
  for (const [look, window] of Object.entries(LOOKS))
    for (const lang of ["en", "ar"])
      test(`axe finds nothing: ${look}, ${lang}`, async () => {
        const page = await gallery.open(browser, lang, window);

        assert.deepEqual(await violationsOn(page), []);
        await page.context().close();
      });

  for (const lang of ["en", "de", "ar"])
    test(`at 400 % zoom nothing is cut or wider than the window: ${lang}`, async () => {
      const page = await gallery.open(browser, lang, { viewport: PHONE });

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
      await page.context().close();
    });

  test("whatever can be pressed is at least 24 pixels wide and high, and is reached by Tab", async () => {
    const page = await gallery.open(browser, "en", {});
    const targets = page.locator("[data-state] :is(button, a[href], input)");

    for (const target of await targets.all()) {
      const box = await target.boundingBox();
      assert.ok(
        box && box.width >= 24 && box.height >= 24,
        `${await target.evaluate((node) => node.outerHTML)}`,
      );
      assert.equal(await target.evaluate((node) => (node as HTMLElement).tabIndex), 0);
    }
    assert.ok((await targets.count()) > STATES.length);
    await page.context().close();
  });
});
