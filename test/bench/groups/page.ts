import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import { newContext, openWorld, type World } from "../browser/open-world.ts";
import { type BenchOptions, type Group, medianOf, type Sample, share, value } from "../method.ts";

/** In all rounds together, at full scale. */
const PAYMENTS = 100;
const LEAST_PAYMENTS = 6;
/** So long payers take on the hosted page and in their wallet, the quickest and the slowest, at full scale. */
const PAYER_MS = [30_000, 90_000] as const;
/** Elements on one page; it opens no more than six connections to a server. */
const AT_ONCE = 2;
const POLL_MS = 2000;
const SHOWN_TIMEOUT_MS = 10_000;

interface Bought {
  id: string;
  requestId: string;
  token: string;
}

let world: World;

/** Each payment is followed twice, by an element and by what else would be written: the same webhook, seen by two pages. */
async function follow({ rounds, scale }: BenchOptions): Promise<Sample> {
  const count = Math.max(LEAST_PAYMENTS, Math.ceil((PAYMENTS * scale) / rounds));
  const bought = await Promise.all(Array.from({ length: count }, buy));
  const elements: Page[] = [];
  for (let from = 0; from < count; from += AT_ONCE)
    elements.push(await openPage(elementsFor(bought.slice(from, from + AT_ONCE))));
  const poller = await openPage(pollsFor(bought));
  await Promise.all(bought.map((one, index) => payLater(one, (index + 0.5) / count, scale)));

  const element = merge(await Promise.all(elements.map(readPage)));
  const peer = await readPage(poller);
  await Promise.all([...elements, poller].map((page) => page.context().close()));
  return {
    elementMs: delayOf(bought, element.shown),
    pollMs: delayOf(bought, peer.shown),
    elementRequests: element.requests / count,
    pollRequests: peer.requests / count,
  };
}

/** A link made and registered as the element does it. */
async function buy(): Promise<Bought> {
  const { demo, site } = world;
  const { requestIds, token, securePaymentUrl } = await call(`${demo.sandbox.origin}/v2/secure-payments`, {
    requests: [{ amount: "10" }],
    redirectUrl: `${site.origin}/`,
  });
  const { id } = await call(`${demo.companion.origin}/v1/checkouts`, {
    id: randomUUID(),
    product: "sticker",
    quantity: 1,
    link: { requestIds, token, securePaymentUrl },
  });
  return { id, requestId: requestIds[0], token };
}

// biome-ignore lint/suspicious/noExplicitAny: answers of several routes, read where they are used
async function call(url: string, body: object): Promise<any> {
  const headers = {
    "content-type": "application/json",
    origin: world.site.origin,
    "x-client-id": "cli_sandbox",
  };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function payLater({ requestId, token }: Bought, share: number, scale: number): Promise<void> {
  const [quickest, slowest] = PAYER_MS;
  await pause((quickest + share * (slowest - quickest)) * Math.max(scale, 0.1));
  await fetch(`${world.demo.sandbox.origin}/sandbox/payments/${token}/pay`, { method: "POST" });
  const giveUpAt = performance.now() + SHOWN_TIMEOUT_MS;
  while (!world.acceptedAt.has(requestId)) {
    if (performance.now() > giveUpAt) throw new Error("a payment's webhook was not accepted");
    await pause(20);
  }
}

/** What both pages do once they know: as soon as it is painted, they write down when. */
const SHOWN = `const shown = {};
  const show = (id) => requestAnimationFrame(() => { shown[id] = performance.timeOrigin + performance.now() });`;

function elementsFor(bought: readonly Bought[]): string {
  const { origin } = world.demo.companion;
  const tags = bought.map(
    ({ id }) => `<request-checkout-status server="${origin}" checkout-id="${id}"></request-checkout-status>`,
  );
  return `<script>${SHOWN}
    addEventListener("checkout-paid", async ({ target, checkout }) => {
      await target.updateComplete;
      if (!target.shadowRoot.textContent.includes("Paid")) throw new Error("it says nothing of Paid");
      show(checkout.id);
    });</script>
    <script type="module" src="${origin}/widget/request-checkout.js"></script>${tags.join("")}`;
}

/** The simplest that works: each asks every two seconds, from a moment of its own. */
function pollsFor(bought: readonly Bought[]): string {
  const { origin } = world.demo.companion;
  return `<ul></ul><script>${SHOWN}
    for (const id of ${JSON.stringify(bought.map(({ id }) => id))}) {
      const item = document.querySelector("ul").appendChild(document.createElement("li"));
      const ask = async () => {
        const { status } = await (await fetch("${origin}/v1/checkouts/" + id, { cache: "no-cache" })).json();
        if (status === item.textContent) return;
        item.textContent = status;
        if (status !== "paid") return;
        clearInterval(timer);
        show(id);
      };
      let timer;
      setTimeout(() => { ask(); timer = setInterval(ask, ${POLL_MS}); }, Math.random() * ${POLL_MS});
    }</script>`;
}

async function openPage(body: string): Promise<Page> {
  const context = await newContext(world);
  const page = await context.newPage();
  let requests = 0;
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.startsWith("/v1/")) requests += 1;
  });
  counts.set(page, () => requests);
  world.site.html = `<!doctype html><html lang="en"><title>Bench</title><body>${body}`;
  await page.goto(`${world.site.origin}/`);
  return page;
}

const counts = new WeakMap<Page, () => number>();

interface Seen {
  /** When each checkout was shown as paid, by the wall clock. */
  shown: Record<string, number>;
  requests: number;
}

async function readPage(page: Page): Promise<Seen> {
  const isDone =
    "Object.keys(shown).length === document.querySelectorAll('request-checkout-status, li').length";
  await page.waitForFunction(isDone, undefined, { timeout: SHOWN_TIMEOUT_MS });
  return { shown: await page.evaluate("shown"), requests: counts.get(page)?.() ?? 0 };
}

function merge(pages: readonly Seen[]): Seen {
  return {
    shown: Object.assign({}, ...pages.map(({ shown }) => shown)),
    requests: pages.reduce((sum, { requests }) => sum + requests, 0),
  };
}

/** The median of what lies between the companion's 200 and the page; nothing where the page was faster. */
function delayOf(bought: readonly Bought[], shown: Seen["shown"]): number {
  const delays = bought.map(({ id, requestId }) =>
    Math.max(0, (shown[id] ?? Number.NaN) - (world.acceptedAt.get(requestId) ?? Number.NaN)),
  );
  return medianOf(delays.sort((a, b) => a - b));
}

/** Rows 8 and 9: what waiting polls win for those who look at a page. */
export const onPage: Group = {
  name: "page",
  mostRounds: 3,
  async prepare() {
    world = await openWorld();
    return world;
  },
  variants: { payments: follow },
  measures: [
    {
      row: "8",
      title: "webhook accepted to shown in Chromium ÷ the same with a fixed 2 s poll",
      read: share("payments", "elementMs", "pollMs"),
      aim: { atMost: 0.05 },
    },
    { row: "8", title: "the same, median", read: value("payments", "elementMs"), unit: "ms" },
    {
      row: "9",
      title: "requests per paid checkout ÷ a fixed 2 s poll, payers who take 30 to 90 s",
      read: share("payments", "elementRequests", "pollRequests"),
      aim: { atMost: 0.15 },
    },
    { row: "9", title: "requests per paid checkout", read: value("payments", "elementRequests") },
  ],
};
