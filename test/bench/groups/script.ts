import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import type { Page } from "playwright-core";
import { buildLitAlone } from "../browser/build-lit-alone.ts";
import { newContext, openWorld, type World } from "../browser/open-world.ts";
import { type BenchOptions, type Group, medianOf, type Sample, share, value } from "../method.ts";

/** Each in a page that has never seen the script. */
const LOADS = 15;
const CLICKS = 10;
/** A finger stays on a button for so long. */
const PRESS_MS = 80;

let world: World;
const scripts = { ours: "", lit: "" };

async function prepare() {
  scripts.ours = readFileSync("dist/request-checkout.js", "utf8");
  scripts.lit = await buildLitAlone();
  world = await openWorld();
  return world;
}

/** From the text of a script to elements that are defined, in turn with Lit alone. */
async function parse({ scale }: BenchOptions): Promise<Sample> {
  const times: Record<keyof typeof scripts, number[]> = { ours: [], lit: [] };
  for (let load = 0; load < Math.max(3, LOADS * scale); load += 1)
    for (const name of load % 2 === 0 ? (["ours", "lit"] as const) : (["lit", "ours"] as const))
      times[name].push(await inPage("", (page) => timeOf(page, scripts[name])));
  return {
    bytes: brotliCompressSync(scripts.ours).length,
    litBytes: brotliCompressSync(scripts.lit).length,
    ms: medianOf(times.ours.sort((a, b) => a - b)),
    litMs: medianOf(times.lit.sort((a, b) => a - b)),
  };
}

function timeOf(page: Page, script: string): Promise<number> {
  return page.evaluate(async (text) => {
    const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    const startedAt = performance.now();
    await import(url);
    return performance.now() - startedAt;
  }, script);
}

async function click(options: BenchOptions): Promise<Sample> {
  const { demo } = world;
  return press(
    `<script type="module" src="${demo.companion.origin}/widget/request-checkout.js"></script>
    <request-checkout client-id="cli_sandbox" server="${demo.companion.origin}" api-url="${demo.sandbox.origin}"
      product="sticker">Buy</request-checkout>`,
    options,
  );
}

/** The same two calls by the shortest handler there is, which remembers nothing and shows nothing. */
async function bareClick(options: BenchOptions): Promise<Sample> {
  const { companion, sandbox } = world.demo;
  return press(
    `<button>Buy</button><p>10 USDC</p><script>
      const post = async (url, body, headers) => (await fetch(url, { method: "POST", body: JSON.stringify(body),
        headers: { "content-type": "application/json", ...headers } })).json();
      document.querySelector("button").addEventListener("click", async () => {
        const { requestIds, token, securePaymentUrl } = await post("${sandbox.origin}/v2/secure-payments",
          { requests: [{ amount: "10" }] }, { "x-client-id": "cli_sandbox" });
        await post("${companion.origin}/v1/checkouts", { id: crypto.randomUUID(), product: "sticker", quantity: 1,
          link: { requestIds, token, securePaymentUrl } });
        location.assign(securePaymentUrl);
      });
    </script>`,
    options,
  );
}

/** From the click to the navigation, less the time in which a call was under way. */
async function press(button: string, { scale }: BenchOptions): Promise<Sample> {
  const body = `<script>${RECORD}</script>${button}`;
  const times: number[] = [];
  for (let count = 0; count < Math.max(3, CLICKS * scale); count += 1)
    times.push(
      await inPage(body, async (page) => {
        await page.getByText("10 USDC").waitFor();
        // Asked before the press: the debugger's scripts would be parsed in the middle of it.
        const beyond = page.evaluate<number>(BEYOND);
        await page.getByRole("button").click({ delay: PRESS_MS });
        return beyond;
      }),
    );
  return { ms: medianOf(times.sort((a, b) => a - b)) };
}

/** Writes down when the payer has clicked and when the page would leave, and keeps it here. */
const RECORD = `let clickedAt = 0;
  addEventListener("click", () => { clickedAt = performance.now(); }, { capture: true });
  const leaving = new Promise((resolve) => navigation.addEventListener("navigate", (event) => {
    resolve(performance.now());
    event.preventDefault();
  }));`;

/** What lies between, less the union of all calls. */
const BEYOND = `(async () => {
  const leftAt = await leaving;
  let beyond = leftAt - clickedAt, reached = clickedAt;
  const calls = performance.getEntriesByType("resource").filter(({ responseEnd }) => responseEnd > clickedAt);
  if (calls.length < 2) throw new Error("a link was neither created nor registered");
  for (const { startTime, responseEnd } of calls.sort((a, b) => a.startTime - b.startTime)) {
    const from = Math.max(reached, startTime), to = Math.min(leftAt, responseEnd);
    if (to > from) { beyond -= to - from; reached = to; }
  }
  return beyond;
})()`;

async function inPage<T>(body: string, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await newContext(world);
  const page = await context.newPage();
  world.site.html = `<!doctype html><html lang="en"><title>Bench</title><body>${body}`;
  await page.goto(`${world.site.origin}/`);
  const result = await work(page);
  await context.close();
  return result;
}

/** Row 11: what a merchant's page pays for the button, and a payer for the press. */
export const script: Group = {
  name: "script",
  prepare,
  variants: { parse, click, bareClick },
  measures: [
    {
      row: "11",
      title: "script, brotli ÷ Lit alone",
      read: share("parse", "bytes", "litBytes"),
      aim: { atMost: 1.75 },
    },
    { row: "11", title: "the same", read: value("parse", "bytes"), unit: "bytes" },
    {
      row: "11",
      title: "time to parse and define ÷ Lit alone",
      read: share("parse", "ms", "litMs"),
      aim: { atMost: 1.5 },
    },
    {
      row: "11",
      title: "from click to navigation, beyond the calls",
      read: value("click", "ms"),
      unit: "ms",
      aim: { atMost: 10 },
    },
    {
      row: "11",
      title: "its limit: the same for two calls in a bare click handler",
      read: value("bareClick", "ms"),
      unit: "ms",
    },
  ],
};
