/** `npm run shots`: every state of the elements, light and dark, both directions, three widths, on one sheet to look at. */
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { launchBrowser } from "../helpers/browser.ts";
import { startGallery } from "./gallery.ts";

const FOLDER = "test/screenshots";
const WIDTHS = [320, 390, 1280];

mkdirSync(FOLDER, { recursive: true });
const browser = await launchBrowser();
const gallery = await startGallery();
const sheet: { title: string; image: Buffer; width: number }[] = [];
for (const colorScheme of ["light", "dark"] as const)
  for (const lang of ["en", "ar"])
    for (const width of WIDTHS) {
      const title = `${colorScheme}, ${lang}, ${width} px`;
      const page = await gallery.open(browser, lang, { colorScheme, viewport: { width, height: 900 } });
      const image = await page.screenshot({ fullPage: true });
      writeFileSync(`${FOLDER}/${title.replaceAll(/\W+/g, "-")}.png`, image);
      sheet.push({ title, image, width });
      await page.context().close();
      console.log(title);
    }
const figures = sheet.map(
  ({ title, image, width }) =>
    `<figure><figcaption>${title}</figcaption><img width="${width / 2}" src="data:image/png;base64,${image.toString("base64")}"></figure>`,
);
const page = await browser.newPage({ viewport: { width: 2200, height: 1200 } });
await page.setContent(
  `<style>body { display: flex; flex-wrap: wrap; align-items: start; gap: 16px; font: 14px sans-serif; background: #888 } figure { margin: 0 }</style>${figures.join("")}`,
);
await page.screenshot({ path: `${FOLDER}/sheet.png`, fullPage: true });
console.log(`${resolve(FOLDER)}/sheet.png`);
await gallery.close();
await browser.close();
