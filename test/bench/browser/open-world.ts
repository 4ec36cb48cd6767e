import type { Browser, BrowserContext } from "playwright-core";
import { type Demo, startDemo } from "../../../demo/start-demo.ts";
import { launchWholeBrowser } from "../../helpers/browser.ts";
import { type MerchantPage, servePage } from "../../helpers/merchant-page.ts";

/** A merchant's page, a companion and a sandbox on three origins, and a browser. */
export interface World {
  demo: Demo;
  browser: Browser;
  site: MerchantPage;
  /** When the companion took the first event that says that a request is paid, by the wall clock. */
  acceptedAt: Map<string, number>;
  close(): Promise<void>;
}

/** Milliseconds since 1970, finer than `Date.now()`; the browser's clock is the same. */
export function wallClock(): number {
  return performance.timeOrigin + performance.now();
}

export async function openWorld(): Promise<World> {
  const endings: (() => unknown)[] = [];
  const site = await servePage({ after: (end) => void endings.push(end as () => unknown) });
  const acceptedAt = new Map<string, number>();
  const demo = await startDemo({
    ports: [0, 0, 0],
    origins: [site.origin],
    companion: { READS_PER_MINUTE: "1000000", CHECKOUTS_PER_MINUTE: "1000000" },
    sandbox: {
      walletStepMs: 0,
      ratePerSecond: 1000,
      onAttempt({ event, status, body }) {
        const now = wallClock();
        const { requestId } = JSON.parse(body) as { requestId?: string };
        if (status !== 200) throw new Error(`the companion answered a webhook with ${status}`);
        if (!event.startsWith("payment.confirmed") || !requestId || acceptedAt.has(requestId)) return;
        acceptedAt.set(requestId, now);
      },
    },
  });
  const browser = await launchWholeBrowser();
  return {
    demo,
    browser,
    site,
    acceptedAt,
    async close() {
      await browser.close();
      await demo.close();
      for (const end of endings) await end();
    },
  };
}

/** A browser of its own as far as connections and caches go. What it complains of ends the run. */
export async function newContext({ browser }: World): Promise<BrowserContext> {
  const context = await browser.newContext();
  context.on("weberror", (error) => {
    throw error.error();
  });
  return context;
}
