import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, type TestContext, test } from "node:test";
import type { Browser, CDPSession } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { servePage } from "../helpers/merchant-page.ts";
import { scaled } from "../helpers/scale.ts";
import { openDemo } from "./open-demo.ts";

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

/** A leak of one node or listener for each is six times what is tolerated. */
const TIMES = scaled(300, 1000);
const AT_ONCE = 50;

/** A page of a single-page app, in which buttons come and go, and a look into its memory. */
async function openApp(t: TestContext) {
  const merchant = await servePage(t);
  const { demo, context } = await openDemo(t, browser, { origins: [merchant.origin] });
  merchant.html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>App</title>
    <link rel="icon" href="data:,"><main></main>
    <script type="module" src="${demo.companion.origin}/widget/request-checkout.js"></script>`;
  const page = await context.newPage();
  await page.goto(merchant.origin);
  const session = await context.newCDPSession(page);
  return {
    demo,
    counts: () => countIn(session),
    /** Shows so many buttons, until each says something, and takes them out again. */
    comesAndGoes: (times: number, attributes: Record<string, string>) =>
      page.evaluate(
        async ({ times, atOnce, attributes }) => {
          const main = document.querySelector("main") as HTMLElement;
          for (let done = 0; done < times; done += atOnce) {
            const elements = Array.from({ length: atOnce }, () => {
              const element = document.createElement("request-checkout");
              for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
              return element;
            });
            main.replaceChildren(...elements);
            const isShown = ({ shadowRoot }: Element) => /USDC|Waiting/.test(shadowRoot?.textContent ?? "");
            while (!elements.every(isShown)) await new Promise((painted) => requestAnimationFrame(painted));
            main.replaceChildren();
          }
        },
        { times, atOnce: AT_ONCE, attributes },
      ),
  };
}

interface Counts {
  elements: number;
  nodes: number;
  listeners: number;
}

/** What is still in the page's memory after everything that nobody can reach was thrown away. */
async function countIn(session: CDPSession): Promise<Counts> {
  const expression = `customElements.get("request-checkout").prototype`;
  const { result } = await session.send("Runtime.evaluate", { expression });
  await session.send("HeapProfiler.collectGarbage");
  const { objects } = await session.send("Runtime.queryObjects", {
    prototypeObjectId: result.objectId ?? "",
  });
  const { result: length } = await session.send("Runtime.callFunctionOn", {
    objectId: objects.objectId ?? "",
    functionDeclaration: "function () { return this.length; }",
    returnByValue: true,
  });
  await session.send("Runtime.releaseObject", { objectId: objects.objectId ?? "" });
  await session.send("HeapProfiler.collectGarbage");
  const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
  return { elements: Number(length.value), nodes, listeners: jsEventListeners };
}

/** Nothing of them is left; a few nodes more or less are the browser's own. */
async function leavesNothing(
  t: TestContext,
  attributesOf: (app: Awaited<ReturnType<typeof openApp>>) => unknown,
) {
  const app = await openApp(t);
  const attributes = (await attributesOf(app)) as Record<string, string>;
  await app.comesAndGoes(AT_ONCE, attributes);
  const few = await app.counts();

  await app.comesAndGoes(TIMES, attributes);

  const many = await app.counts();
  assert.equal(many.elements, 0);
  assert.ok(many.nodes <= few.nodes + AT_ONCE, `${few.nodes} nodes became ${many.nodes}`);
  assert.ok(many.listeners <= few.listeners + AT_ONCE, `${few.listeners} listeners became ${many.listeners}`);
}

test(`a button that comes and goes ${TIMES} times › leaves nothing in memory`, (t) =>
  leavesNothing(t, ({ demo }) => ({
    "client-id": "cli_sandbox",
    "api-url": demo.sandbox.origin,
    amount: "3",
    currency: "USDC-base",
  })));

test(`a button that follows a checkout, comes and goes ${TIMES} times › leaves nothing in memory`, (t) =>
  leavesNothing(t, async ({ demo }) => {
    const id = randomUUID();
    const answer = await fetch(`${demo.companion.origin}/v1/checkouts`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: demo.pages.origin },
      body: JSON.stringify({ id, product: "sticker", quantity: 1 }),
    });
    assert.equal(answer.status, 201);
    return { server: demo.companion.origin, "checkout-id": id };
  }));
