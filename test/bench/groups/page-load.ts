import type { Browser, Page } from "playwright-core";
import { type Demo, startDemo } from "../../../demo/start-demo.ts";
import { launchWholeBrowser } from "../../helpers/browser.ts";
import { type MerchantPage, servePage } from "../../helpers/merchant-page.ts";
import { type Group, type Sample, value } from "../method.ts";

/** As slow as a cheap phone is beside a desktop. */
const SLOWDOWN = 4;
const LONG_MS = 50;

interface Running {
  demo: Demo;
  browser: Browser;
  merchant: MerchantPage;
}

let running: Running | undefined;

async function prepare() {
  const endings: (() => unknown)[] = [];
  const merchant = await servePage({ after: (work) => endings.unshift(work) });
  const demo = await startDemo({ ports: [0, 0, 0], origins: [merchant.origin] });
  const browser = await launchWholeBrowser();
  running = { demo, browser, merchant };
  return {
    async close() {
      await browser.close();
      await demo.close();
      for (const end of endings) await end();
    },
  };
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds of processor time: what others do on this machine is not the page's. */
  tdur?: number;
  args?: { name?: string };
}

/**
 * The longest task of a page's main thread while something goes on. That may not look into the page: playwright's own
 * script would be measured with it.
 */
async function longestTaskMs(page: Page, work: () => Promise<unknown>): Promise<number> {
  const browser = page.context().browser();
  if (!browser) throw new Error("the browser is gone");
  await browser.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline"] });
  await work();
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(String(await browser.stopTracing()));
  const keyOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(keyOf),
  );
  const times = traceEvents.flatMap((event) =>
    event.name === "RunTask" && event.tdur !== undefined && main.has(keyOf(event)) ? [event.tdur] : [],
  );
  if (times.length === 0) throw new Error("the trace holds no task of the page");
  return Math.max(...times) / 1000;
}

/** A shop's page, whose element sells this. */
function toHtml({ companion, sandbox }: Demo, sold: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
    <link rel="icon" href="data:,"><script type="module" src="${companion.origin}/widget/request-checkout.js"></script>
    <request-checkout client-id="cli_sandbox" server="${companion.origin}" api-url="${sandbox.origin}" ${sold}>Buy</request-checkout>`;
}

/** Loads a page on a slow machine, in a process that is there already: starting one is not the page's. */
function load(sold: string, act: (page: Page, running: Running) => Promise<Sample> = async () => ({})) {
  return async (): Promise<Sample> => {
    if (!running) throw new Error("the demo is not there");
    const { browser, demo, merchant } = running;
    const context = await browser.newContext({ viewport: { width: 390, height: 760 } });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
    merchant.html = "<!doctype html><title>Before</title><p>10 USDC</p>";
    await page.goto(merchant.origin, { waitUntil: "networkidle" });
    merchant.html = sold ? toHtml(demo, sold) : merchant.html;
    const loadMs = await longestTaskMs(page, () => page.goto(merchant.origin, { waitUntil: "networkidle" }));
    const sample = { loadMs, ...(await act(page, running)) };
    await context.close();
    return sample;
  };
}

/** From the press until the payer is on his way. */
async function press(page: Page, { demo }: Running): Promise<Sample> {
  // The payment page's tasks are not ours.
  await page.route(
    (url) => url.origin === demo.sandbox.origin && url.searchParams.has("token"),
    (route) => route.fulfill({ status: 204 }),
  );
  await page.getByText("USDC on Base").waitFor();
  const { x, y } = (await page.getByRole("button").boundingBox()) ?? { x: 0, y: 0 };
  const pressMs = await longestTaskMs(page, async () => {
    const leaving = page.waitForRequest((request) => request.isNavigationRequest());
    await page.mouse.click(x + 5, y + 5);
    await leaving;
  });
  return { pressMs };
}

const aim = { atMost: LONG_MS };
const unit = "ms";
const slower = `CPU ${SLOWDOWN} times slower`;

/** What the element costs a page while it loads, and at the press. */
export const pageLoad: Group = {
  name: "page-load",
  prepare,
  variants: {
    product: load('product="sticker"', press),
    amount: load('amount="12.5" currency="USDC-base"'),
    empty: load(""),
  },
  measures: [
    {
      row: "",
      title: `longest task, in processor time, while a page with a button for a product loads, ${slower}`,
      read: value("product", "loadMs"),
      unit,
      aim,
    },
    { row: "", title: "the same for an amount", read: value("amount", "loadMs"), unit, aim },
    { row: "", title: "the same at the press", read: value("product", "pressMs"), unit, aim },
    { row: "", title: "for comparison: an empty page loads", read: value("empty", "loadMs"), unit },
  ],
};
