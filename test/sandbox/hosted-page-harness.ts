import type { TestContext } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { SandboxOptions } from "../../demo/sandbox/sandbox.ts";
import { asBackend, type Created, type Sandbox, startSandbox } from "./harness.ts";

/** The hosted page, as a payer meets it. */
export class HostedPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  press(name: string): Promise<void> {
    return this.page.getByRole("button", { name, exact: true }).click();
  }

  /** Resolves once a heading says so. */
  async sees(heading: string | RegExp): Promise<void> {
    await this.page.getByRole("heading", { level: 1, name: heading }).waitFor();
  }

  /** What a row of the summary says. */
  async row(name: string): Promise<string | null> {
    const rows = this.page.locator("dl div", { has: this.page.getByText(name, { exact: true }) });
    return rows.locator("dd").textContent();
  }

  async buttons(): Promise<string[]> {
    return this.page.getByRole("button").allInnerTexts();
  }
}

export interface OpenOptions {
  body?: object;
  sandbox?: SandboxOptions;
  context?: BrowserContextOptions;
}

export interface Opened extends Sandbox {
  hosted: HostedPage;
  link: Created;
  /** What the browser complained about: violations of the page's policy, errors of its script. */
  complaints: string[];
}

/** Makes a link in a sandbox of its own, and opens it as a payer would. */
export async function openLink(t: TestContext, browser: Browser, options: OpenOptions = {}): Promise<Opened> {
  const sandbox = startSandbox(t, { walletStepMs: 0, ...options.sandbox });
  const publicUrl = await sandbox.app.listen({ host: "127.0.0.1", port: 0 });
  const link = await sandbox.create(
    options.body ?? { requests: [{ amount: "10" }], reference: "INV-1" },
    asBackend,
  );
  const context = await browser.newContext(options.context);
  t.after(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  const { pathname, search } = new URL(link.securePaymentUrl);
  await page.goto(`${publicUrl}${pathname}${search}`);
  return { ...sandbox, hosted: new HostedPage(page), link, complaints };
}
