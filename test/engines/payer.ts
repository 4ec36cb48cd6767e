import assert from "node:assert/strict";
import { eventually } from "../helpers/eventually.ts";
import type { EngineBrowser, Point, Tab } from "./browser.ts";

/** In the page: everything below a root, shadow roots included. */
const DEEP = `(function deep(root) {
  return [...root.querySelectorAll("*")].flatMap((element) => [element, ...(element.shadowRoot ? deep(element.shadowRoot) : [])]);
})`;
const CARD = (heading: string) =>
  `[...document.querySelectorAll("article")].find((article) => article.querySelector("h2, h3")?.textContent.trim() === ${JSON.stringify(heading)})`;

/** A person before a browser, who sees buttons, links and texts. */
export class Payer {
  readonly #browser: EngineBrowser;
  #tab: Tab;

  constructor(browser: EngineBrowser, tab: Tab) {
    this.#browser = browser;
    this.#tab = tab;
  }

  goto(url: string): Promise<void> {
    return this.#tab.goto(url);
  }

  /** Comes back to this tab. */
  looks(): Promise<void> {
    return this.#tab.activate();
  }

  url(): Promise<string> {
    return this.#tab.url();
  }

  /** Presses the button or link that says so; in a card, where one is named. */
  async presses(text: RegExp, card?: string): Promise<void> {
    let point: Point | null = null;
    await eventually(`something to press that says ${text}`, async () => {
      const before: Point | null = point;
      point = await this.#tab.evaluate<Point | null>(`(() => {
        const root = document.readyState === "complete" ? ${card ? CARD(card) : "document"} : undefined;
        const named = (element) => (element.textContent + [...element.querySelectorAll("slot")].flatMap((slot) => slot.assignedNodes()).map((node) => node.textContent).join("")).trim();
        const found = root && ${DEEP}(root).find((element) => element.matches("button, a, summary") && ${text}.test(named(element)));
        found?.scrollIntoView({ block: "center", behavior: "instant" });
        const box = found?.getBoundingClientRect();
        return box && box.width > 0 ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
      })()`);
      // What still moves would be missed.
      return point !== null && point.x === before?.x && point.y === before.y;
    });
    assert.ok(point);
    await this.#tab.click(point);
  }

  /** Resolves once the page, or a card of it, says so. */
  async sees(text: RegExp, card?: string): Promise<void> {
    await eventually(`the page to say ${text}`, () =>
      this.#tab.evaluate<boolean>(`(() => {
        const root = ${card ? CARD(card) : "document"};
        return root ? ${DEEP}(root).some((element) => ${text}.test(element.textContent)) : false;
      })()`),
    );
  }

  async isAt(origin: string): Promise<void> {
    await eventually(`the browser to be at ${origin}`, async () =>
      (await this.#tab.url()).startsWith(origin),
    );
  }

  evaluate<T>(expression: string): Promise<T> {
    return this.#tab.evaluate(expression);
  }

  /** Another tab than this one, as somebody who looks at it. */
  async otherTab(): Promise<Payer> {
    const others = async () => (await this.#browser.tabs()).filter(({ id }) => id !== this.#tab.id);
    await eventually("a second tab", async () => (await others()).length > 0);
    const [tab] = await others();
    assert.ok(tab);
    return new Payer(this.#browser, tab);
  }
}
