import type { TestContext } from "node:test";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import type { Demo } from "../../demo/start-demo.ts";
import { HostedPage } from "./hosted-page.ts";
import { type OpenDemoOptions, openDemo } from "./open-demo.ts";

/** The builder in the browser, as an integrator meets it. */
export class BuilderPage {
  readonly demo: Demo;
  readonly context: BrowserContext;
  readonly page: Page;

  constructor(demo: Demo, context: BrowserContext, page: Page) {
    this.demo = demo;
    this.context = context;
    this.page = page;
  }

  /** Opens it with what a query chooses, and waits for the button: an offer is signed first. */
  async opens(query = ""): Promise<void> {
    await this.page.goto(`${this.demo.pages.origin}/${query}`);
    await this.element.getByRole("button").waitFor();
  }

  get element(): Locator {
    return this.page.locator("request-checkout");
  }

  /** The element's status line. */
  async says(text: RegExp): Promise<void> {
    await this.element.getByRole("status").getByText(text).waitFor();
  }

  /** Presses the element's button, and looks at the tab that opens. */
  async buysInNewTab(page: Page = this.page): Promise<HostedPage> {
    const button = page.locator("request-checkout").getByRole("button");
    const [tab] = await Promise.all([this.context.waitForEvent("page"), button.click()]);
    await tab.waitForURL((url) => url.origin === this.demo.sandbox.origin);
    return new HostedPage(tab);
  }

  /** Presses the element's button, and follows to the hosted page. */
  async buys(page: Page = this.page): Promise<HostedPage> {
    await page.locator("request-checkout").getByRole("button").click();
    await page.waitForURL((url) => url.origin === this.demo.sandbox.origin);
    return new HostedPage(page);
  }

  /** A choice: a radio button, by its group and its label. */
  async chooses(group: string, label: string): Promise<void> {
    await this.page
      .getByRole("group", { name: group, exact: true })
      .getByRole("radio", { name: label, exact: true })
      .check();
  }

  /** What stands in one of the boxes to copy. */
  async code(title: string): Promise<string> {
    return (await this.page.getByRole("region", { name: title }).textContent()) ?? "";
  }

  /** A line of the trace that holds all of these texts. */
  line(...texts: (string | RegExp)[]): Locator {
    return texts.reduce<Locator>(
      (lines, hasText) => lines.filter({ hasText }),
      this.page.getByRole("log").locator("ol > li"),
    );
  }

  /** A button of the bench: the weather, the payer's place. */
  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }
}

/** The builder, in a browser window of its own. */
export async function openBuilder(
  t: TestContext,
  browser: Browser,
  { query, ...options }: OpenDemoOptions & { query?: string } = {},
): Promise<BuilderPage> {
  const { demo, context } = await openDemo(t, browser, options);
  const builder = new BuilderPage(demo, context, await context.newPage());
  await builder.opens(query);
  return builder;
}
