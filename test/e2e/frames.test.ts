import assert from "node:assert/strict";
import { before, describe, type TestContext, test } from "node:test";
import type { Browser } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { eventually } from "../helpers/eventually.ts";
import { servePage } from "../helpers/merchant-page.ts";
import { isSoak } from "../helpers/scale.ts";
import { openDemo } from "./open-demo.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

const ORIGIN = "allow-same-origin";
const TABS = "allow-popups";
const ESCAPE = "allow-popups-to-escape-sandbox";
const TOP = "allow-top-navigation-by-user-activation";
const ALL = [ORIGIN, TABS, ESCAPE, TOP];
/** All of them in the soak; else every two flags together, present and absent. */
const BITS = isSoak
  ? Array.from({ length: 2 ** ALL.length }, (_, bits) => bits)
  : [0b0000, 0b0111, 0b1011, 0b1101, 0b1110];
const COMBINATIONS = BITS.map((bits) => ALL.filter((_, index) => bits & (1 << index)));

/** What a browser says of a frame that asks for more than its sandbox allows. */
const SANDBOXED = /sandbox|Blocked|CORS|ERR_FAILED|Unsafe attempt/i;

/** A button in a frame of another page; `flags`: those of its sandbox, undefined where there is none. */
async function openFrame(t: TestContext, kind: "srcdoc" | "cross-origin", flags: string[] | undefined) {
  const [inner, outer] = [await servePage(t), await servePage(t)];
  const origins = [inner.origin, outer.origin];
  const { demo, context } = await openDemo(t, browser, {
    origins,
    isOwn: true,
    expectedComplaint: SANDBOXED,
  });
  const { origin } = demo.companion;
  const tag = `<script type="module" src="${origin}/widget/request-checkout.js"></script>
    <request-checkout server="${origin}" api-url="${demo.sandbox.origin}" product="sticker"></request-checkout>`;
  const head = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">`;
  inner.html = head + tag;
  const source = kind === "srcdoc" ? `srcdoc='${tag}'` : `src="${inner.origin}"`;
  const sandbox = flags ? `sandbox="allow-scripts ${flags.join(" ")}"` : "";
  outer.html = `${head}<iframe title="shop" ${sandbox} ${source} width="600" height="300"></iframe>`;
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(`${outer.origin}/a?b=1`);
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "Pay" }).click();
  const isAtHostedPage = (url: string) => url.startsWith(demo.sandbox.origin);
  return { context, page, frame, errors, isAtHostedPage };
}

for (const kind of ["srcdoc", "cross-origin"] as const)
  describe(`a button in a ${kind} frame`, () => {
    test("opens a tab, though none is asked for", async (t) => {
      const { context, isAtHostedPage, errors } = await openFrame(t, kind, undefined);

      await eventually("a tab", async () => context.pages().some((each) => isAtHostedPage(each.url())));

      assert.deepEqual(errors, []);
    });

    for (const flags of COMBINATIONS)
      test(`whose sandbox has ${flags.join(", ") || "no flags"} › pays, or says that it can't`, async (t) => {
        const { context, page, frame, errors, isAtHostedPage } = await openFrame(t, kind, flags);
        if (!flags.includes(ORIGIN)) {
          await frame.getByText("This payment can't be started at the moment.").waitFor();
          await eventually("no tab is left", async () => context.pages().length === 1);
        } else if (flags.includes(TABS)) {
          await eventually("a tab", async () => context.pages().some((each) => isAtHostedPage(each.url())));
        } else {
          const link = frame.getByRole("link", { name: /kept the payment page from opening/ });
          await link.click();
          if (flags.includes(TOP)) await page.waitForURL((url) => isAtHostedPage(url.href));
          else assert.equal(await link.isVisible(), true);
        }

        assert.deepEqual(errors, []);
      });
  });
