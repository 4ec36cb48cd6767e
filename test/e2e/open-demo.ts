import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { type Demo, type DemoOptions, startDemo } from "../../demo/start-demo.ts";

/** Long enough for a machine that does several things at once; nothing here waits for it unless it fails. */
const PATIENCE_MS = 15_000;
/** Deliveries that fail are tried again at once, so that no test waits for the clock. */
const RETRY_DELAYS_MS = [50, 100, 200];

export interface OpenDemoOptions extends DemoOptions {
  /** What the browser may complain of in this test. Default: nothing. */
  expectedComplaint?: RegExp;
  /** The browser's window. */
  window?: BrowserContextOptions;
}

/** A demo on three origins of its own, and a browser window of its own, that must have nothing to complain of. */
export async function openDemo(
  t: TestContext,
  browser: Browser,
  options: OpenDemoOptions = {},
): Promise<{ demo: Demo; context: BrowserContext }> {
  const demo = await startDemo({
    ports: [0, 0, 0],
    ...options,
    sandbox: { walletStepMs: 0, retryDelaysMs: RETRY_DELAYS_MS, ...options.sandbox },
  });
  const context = await browser.newContext(options.window);
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
  return { demo, context };
}
