import type { BrowserContext, Locator, Page, Request, Route } from "playwright-core";
import type { Demo } from "../../demo/start-demo.ts";
import { eventually } from "../helpers/eventually.ts";
import { HostedPage, post } from "./hosted-page.ts";

/** What the sample shop sells: how it is paid is written beside each of them. */
export type Item =
  | "Harbour tote"
  | "Pelican sticker"
  | "Harbour postcards"
  | "Low Tide print"
  | "Tide Table zine"
  | "A pot of ink"
  | "A ream of paper"
  | "Fish for the pelican";

/** The sample shop in the browser, as a payer meets it. */
export class Shop {
  readonly demo: Demo;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Every call to another origin's API, as `POST /v1/checkouts`. */
  readonly calls: string[] = [];

  constructor(demo: Demo, context: BrowserContext, page: Page) {
    this.demo = demo;
    this.context = context;
    this.page = page;
    context.on("request", (request) => this.calls.push(describe(request)));
  }

  /** Opens the shop's page, and waits for the last of its seven prices: then nothing is under way. */
  async opens(): Promise<void> {
    await this.page.goto(`${this.demo.pages.origin}/shop/`);
    await this.page
      .getByText(/ USDC on Base$/)
      .nth(6)
      .waitFor();
  }

  card(item: Item): Locator {
    return this.page.getByRole("article").filter({ has: this.page.getByRole("heading", { name: item }) });
  }

  /** Presses the one button of a card, and goes no further. */
  async presses(item: Item, name: RegExp = /^(Buy|Give) /): Promise<void> {
    await this.card(item).getByRole("button", { name }).click();
  }

  /** Presses the button, and follows to the hosted page: in the same tab. */
  async buys(item: Item, name?: RegExp): Promise<HostedPage> {
    await this.presses(item, name);
    await this.page.waitForURL((url) => url.origin === this.demo.sandbox.origin);
    return new HostedPage(this.page);
  }

  /** Presses the button, and looks at the tab that opens; the shop's own stays where it is. */
  async buysInNewTab(item: Item): Promise<HostedPage> {
    const [tab] = await Promise.all([this.context.waitForEvent("page"), this.presses(item)]);
    await tab.waitForURL((url) => url.origin === this.demo.sandbox.origin);
    return new HostedPage(tab);
  }

  /** Resolves once the card tells the payer so. */
  async says(item: Item, text: RegExp): Promise<void> {
    await this.card(item).getByRole("status").getByText(text).waitFor();
  }

  /** The first call of that name is held until the test lets it go on. */
  async holds(call: string, cause: () => Promise<void>): Promise<Route> {
    const held = Promise.withResolvers<Route>();
    let isFirst = true;
    await this.page.route(
      (url) => url.pathname === call.split(" ")[1],
      async (route) => {
        if (!isFirst || describe(route.request()) !== call) await route.fallback();
        else held.resolve(route);
        isFirst &&= describe(route.request()) !== call;
      },
    );
    const [, route] = await Promise.all([
      cause(),
      held.promise,
      this.page.waitForRequest((request) => describe(request) === call),
    ]);
    return route;
  }

  /** Whose page the shop's tab shows. */
  isAt(): "shop" | "elsewhere" {
    return new URL(this.page.url()).origin === this.demo.pages.origin ? "shop" : "elsewhere";
  }

  /** Resolves once the companion has taken as many webhooks. */
  delivered(count: number): Promise<void> {
    const url = `${this.demo.sandbox.origin}/sandbox/deliveries`;
    return eventually(`${count} webhooks taken`, async () => {
      const attempts = (await (await fetch(url)).json()) as { status: number | null }[];
      return attempts.filter(({ status }) => status === 200).length >= count;
    });
  }

  /** How webhooks fare from now on. */
  async network(weather: { delayMs?: number; drop?: boolean | number; duplicate?: number }): Promise<void> {
    await post(`${this.demo.sandbox.origin}/sandbox/network`, weather);
  }

  /** How often something was called. */
  count(call: string): number {
    return this.calls.filter((made) => made === call).length;
  }
}

function describe(request: Request): string {
  return `${request.method()} ${new URL(request.url()).pathname}`;
}
