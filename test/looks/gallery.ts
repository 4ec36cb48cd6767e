import Fastify from "fastify";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { findWidgetDir, widgetFiles } from "../../server/http/widget-files.ts";
import { startWidgetServer, type WidgetServer } from "../helpers/widget-server.ts";
import { CHECKOUT_ID, STATES, type State } from "./states.ts";

/** All states side by side, as a page on which each has come about by what its companion has answered and what was pressed. */
export interface Gallery {
  open(browser: Browser, lang: string, window: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

/** An element, as far as its words go. */
interface Told {
  shadowRoot: { textContent: string };
  voice: { labels: Record<string, string> };
}

const STYLE = `
  body { margin: 0; padding: 16px; font: 16px/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
  main { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(260px, 100%), 1fr)); gap: 24px 16px; }
  h2 { margin: 0 0 8px; font-size: 13px; font-weight: 400; }`;

/** Every state has a companion on a port of its own: a browser opens six connections to one, and polls hold theirs. */
export async function startGallery(): Promise<Gallery> {
  const widgetDir = findWidgetDir();
  if (!widgetDir) throw new Error("the widget is not built: npm run build:widget");
  const companions = await Promise.all(STATES.map(() => startWidgetServer()));
  const pages = Fastify({ exposeHeadRoutes: false, forceCloseConnections: true });
  await pages.register(widgetFiles, { widgetDir });
  pages.get<{ Params: { lang: string } }>("/:lang", ({ params }, reply) =>
    reply.type("text/html").send(toHtml(params.lang, companions)),
  );
  const origin = await pages.listen({ host: "127.0.0.1", port: 0 });
  return {
    async open(browser, lang, window) {
      for (const [index, state] of STATES.entries()) script(state, lang, companions[index] as WidgetServer);
      const context = await browser.newContext({ reducedMotion: "reduce", ...window });
      const page = await context.newPage();
      await page.addInitScript("window.open = () => null");
      await page.goto(`${origin}/${lang}`);
      for (const state of STATES) await press(page, state);
      await Promise.all(STATES.map((state) => reach(page, state)));
      return page;
    },
    async close() {
      await pages.close();
      await Promise.all(companions.map((companion) => companion.close()));
    },
  };
}

function script({ checkout, script: answers }: State, lang: string, companion: WidgetServer): void {
  const world = companion.world(lang);
  if (checkout) world.change(CHECKOUT_ID, checkout);
  Object.assign(world.script, answers);
}

async function press(page: Page, { name, presses = [] }: State): Promise<void> {
  for (const part of presses) await page.locator(`[data-state="${name}"] [part=${part}]`).click();
}

/** Waits for what the element shows in this state. */
async function reach(page: Page, { name, shows, not }: State): Promise<void> {
  const element = page.locator(`[data-state="${name}"]`);
  await element.locator(`[part=${shows}]`).filter({ hasText: /\S/ }).waitFor();
  if (not)
    await page.waitForFunction(
      ([selector, label]) => {
        const node = document.querySelector(selector) as unknown as Told;
        return !node.shadowRoot.textContent.includes(String(node.voice.labels[label]));
      },
      [`[data-state="${name}"]`, not] as const,
    );
}

function toHtml(lang: string, companions: readonly WidgetServer[]): string {
  const articles = STATES.map(({ name, tag = "request-checkout", attributes }, index) => {
    const base = `${companions[index]?.origin}/${lang}`;
    const all = { ...attributes, server: `${base}/companion`, "data-state": name };
    const written = Object.entries(all).map(([key, value]) => `${key}="${value}"`);
    return `<article><h2 dir="ltr" lang="en">${name}</h2><${tag} ${written.join(" ")}></${tag}></article>`;
  });
  return `<!doctype html><html lang="${lang}" dir="${lang === "ar" ? "rtl" : "ltr"}"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
    <title>States</title><link rel="icon" href="data:,"><style>${STYLE}</style>
    <script type="module" src="/widget/request-checkout.js"></script></head>
    <body><main>${articles.join("\n")}</main></body></html>`;
}
