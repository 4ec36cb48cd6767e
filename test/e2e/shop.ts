import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { Browser, BrowserContext, Locator, Page, Request } from "playwright-core";
import { type Demo, type DemoOptions, startDemo } from "../../demo/start-demo.ts";
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
  | "A ream of paper";

/** Long enough for a machine that does several things at once; nothing here waits for it unless it fails. */
const PATIENCE_MS = 15_000;
/** Deliveries that fail are tried again at once, so that no test waits for the clock. */
const RETRY_DELAYS_MS = [50, 100, 200];

export interface OpenShopOptions extends DemoOptions {
  /** What the browser may complain of in this test. Default: nothing. */
  expectedComplaint?: RegExp;
}

/** The sample shop on three origins of its own, in a browser window of its own, as a payer meets it. */
export async function openShop(
  t: TestContext,
  browser: Browser,
  options: OpenShopOptions = {},
): Promise<Shop> {
  const demo = await startDemo({
    ports: [0, 0, 0],
    ...options,
    sandbox: { walletStepMs: 0, retryDelaysMs: RETRY_DELAYS_MS, ...options.sandbox },
  });
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  t.after(async () => {
    await context.close();
    await demo.close();
    const { expectedComplaint } = options;
    assert.deepEqual(
      complaints.filter((text) => !expectedComplaint?.test(text)),
      [],
      "the browser had something to complain of",
    );
  });
  const shop = new Shop(demo, context, await context.newPage());
  await shop.opens();
  return shop;
}

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
