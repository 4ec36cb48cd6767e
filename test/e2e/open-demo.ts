import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { type Demo, type DemoOptions, startDemo } from "../../demo/start-demo.ts";
import { atEnd } from "../helpers/at-end.ts";

/** Long enough for a machine that does several things at once; nothing here waits for it unless it fails. */
const PATIENCE_MS = 15_000;
/** Deliveries that fail are tried again at once, so that no test waits for the clock. */
const RETRY_DELAYS_MS = [50, 100, 200];

/** By the origins that they allow. */
const shared = new Map<string, Promise<Demo>>();

export interface OpenDemoOptions extends DemoOptions {
  /** The test stops or disturbs a part, or counts what is in it: no other test of the file meets this demo. */
  isOwn?: boolean;
  /** What the browser may complain of in this test. Default: nothing. */
  expectedComplaint?: RegExp;
  /** The browser's window. */
  window?: BrowserContextOptions;
}

/**
 * A demo on three origins, and a browser window of its own, that must have nothing to complain of. Tests that change nothing
 * about the demo share one: a window has its own storage and cookies, and so its own checkouts.
 */
export async function openDemo(
  t: TestContext,
  browser: Browser,
  options: OpenDemoOptions = {},
): Promise<{ demo: Demo; context: BrowserContext }> {
  const { isOwn, origins, companion, sandbox } = options;
  const isShared = !(isOwn || companion || sandbox);
  const demo = await (isShared ? share(origins) : start(options));
  const context = await browser.newContext(options.window);
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  t.after(async () => {
    await context.close();
    if (!isShared) await demo.close();
    const { expectedComplaint } = options;
    assert.deepEqual(
      complaints.filter((text) => !expectedComplaint?.test(text)),
      [],
      "the browser had something to complain of",
    );
  });
  return { demo, context };
}

function share(origins: DemoOptions["origins"]): Promise<Demo> {
  const key = String(origins);
  const known = shared.get(key);
  if (known) return known;
  const demo = start({ origins });
  shared.set(key, demo);
  atEnd(async () => (await demo).close());
  return demo;
}

function start({ origins, companion, sandbox }: DemoOptions): Promise<Demo> {
  return startDemo({
    ports: [0, 0, 0],
    origins,
    companion,
    sandbox: { walletStepMs: 0, retryDelaysMs: RETRY_DELAYS_MS, ...sandbox },
  });
}
