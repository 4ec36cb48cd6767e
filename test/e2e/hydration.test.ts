import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { build } from "vite";
import { sharedBrowser } from "../helpers/browser.ts";
import { servePage } from "../helpers/merchant-page.ts";
import { type Installed, installPackage } from "../package/install.ts";

const COMPONENT = `
  import { createElement } from "react";
  import { RequestCheckout } from "request-checkout/react";

  export const App = ({ heard, quantity }) =>
    createElement(RequestCheckout, {
      clientId: "cli_1",
      product: "sticker",
      quantity,
      labels: { pay: "Donate" },
      onCheckoutPaid: (event) => heard.push(event.name ?? event.type),
      ref: (element) => heard.push(element ? "ref " + element.localName : "gone"),
    });`;

const PAGE = `
  import { createElement } from "react";
  import { hydrateRoot } from "react-dom/client";
  import { App } from "./component.js";

  window.heard = [];
  window.hydrate = () => {
    const root = hydrateRoot(document.querySelector("#app"), createElement(App, { heard, quantity: 2 }));
    window.rerender = (quantity) => root.render(createElement(App, { heard, quantity }));
  };`;

let browser: Browser;
let installed: Installed;
before(async () => {
  browser = await sharedBrowser();
  installed = installPackage();
});
after(() => installed.remove());

test("React hydrates the button › its handlers get what it dispatched before, once, and what comes after", async (t) => {
  const { folder } = installed;
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "component.js"), COMPONENT);
  writeFileSync(join(folder, "page.js"), PAGE);
  const rendered = execFileSync(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import { createElement } from "react"; import { renderToString } from "react-dom/server"; import { App } from "./component.js";
       console.log(renderToString(createElement(App, { heard: [], quantity: 2 })));`,
    ],
    { cwd: folder, encoding: "utf8" },
  );
  await build({
    root: folder,
    configFile: false,
    logLevel: "silent",
    build: { outDir: "out", minify: false, lib: { entry: "page.js", formats: ["es"], fileName: "page" } },
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const merchant = await servePage(t);
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.route("**/out/**", (route) =>
    route.fulfill({
      path: join(folder, new URL(route.request().url()).pathname),
      contentType: "text/javascript",
    }),
  );
  merchant.html = `<!doctype html><html lang="en"><div id="app">${rendered.trim()}</div>
    <script type="module" src="/out/page.js"></script>`;
  await page.goto(merchant.origin);
  const paid = (name: string) =>
    page.evaluate(
      (each) =>
        document
          .querySelector("request-checkout")
          ?.dispatchEvent(
            Object.assign(new Event("checkout-paid", { bubbles: true, composed: true }), { name: each }),
          ),
      name,
    );
  const run = (call: string) => page.evaluate(call);
  await page.getByRole("button", { name: "Pay", exact: true }).waitFor();

  await paid("early");
  await run("hydrate()");
  await page.getByRole("button", { name: "Donate" }).waitFor();
  await paid("late");
  await run("rerender(undefined)");
  await paid("later");

  assert.match(rendered, /^<request-checkout client-id="cli_1" product="sticker" quantity="2">/);
  const heard = (await run("heard")) as string[];
  assert.deepEqual(
    heard.filter((each) => !/^ref|gone/.test(each)),
    ["early", "late", "later"],
  );
  assert.equal(heard[0], "ref request-checkout");
  assert.equal(await run("document.querySelector('request-checkout').quantity"), 1);
  assert.deepEqual(complaints, []);
});
