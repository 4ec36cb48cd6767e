import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { environment } from "../helpers/environment.ts";
import { newRequestId, paymentEvent, sign } from "../helpers/events.ts";
import { type Installed, installPackage } from "./install.ts";

const SHOP = "http://127.0.0.1:4400";
const PREFIX = "/shop-api";

let installed: Installed;
before(() => {
  installed = installPackage();
  writeFileSync(
    join(installed.folder, "catalog.json"),
    JSON.stringify({ products: [{ id: "sticker", title: "Sticker", amount: "10", currency: "USDC-base" }] }),
  );
});
after(() => installed.remove());

type Handle = (request: Request) => Promise<Response>;
type Server = RequestListener | { fetch: Handle };
interface Recipe {
  server?: Server;
  GET?: Handle;
  POST?: Handle;
  OPTIONS?: Handle;
}

/** Runs a recipe of the README as it stands there, in a project that has installed the package. */
async function load(t: TestContext, name: string): Promise<Handle> {
  const readme = readFileSync("server/README.md", "utf8");
  const [, code] = readme.split(`\`\`\`js\n// recipe: ${name}\n`);
  assert.ok(code, `no recipe ${name}`);
  const path = join(installed.folder, `${name}.mjs`);
  const settings = environment({
    DATABASE_URL: `sqlite:${join(installed.folder, `${name}.db`)}`,
    PUBLIC_URL: `http://127.0.0.1:4401${PREFIX}`,
    CATALOG_FILE: join(installed.folder, "catalog.json"),
  });
  // The companion ends with the test, and reads the settings of this one.
  const ending = `\nimport { closing } from "./${name}-companion.mjs"; export { closing };`;
  writeFileSync(
    join(installed.folder, `${name}-companion.mjs`),
    `import * as server from "request-checkout/server";
     const apps = [];
     export const closing = () => Promise.all(apps.map((app) => app.close()));
     export const buildApp = async (options) => {
       const app = await server.buildApp({ ...options, logger: false });
       apps.push(app);
       return app;
     };
     export const parseConfig = () => server.parseConfig(${JSON.stringify(settings)});
     export const { toFetchHandler } = server;`,
  );
  writeFileSync(
    path,
    code.slice(0, code.indexOf("```")).replace("request-checkout/server", `./${name}-companion.mjs`) + ending,
  );
  const recipe: Recipe & { closing: () => Promise<void> } = await import(pathToFileURL(path).href);
  t.after(() => recipe.closing());
  return toHandle(t, recipe);
}

async function toHandle(t: TestContext, { server, ...handlers }: Recipe): Promise<Handle> {
  if (server === undefined)
    return (request) => {
      const handle = handlers[request.method as "GET" | "POST" | "OPTIONS"];
      return handle ? handle(request) : Promise.reject(new Error(`no ${request.method}`));
    };
  if ("fetch" in server) return async (request) => server.fetch(request);
  const listening = createServer(server).listen(0, "127.0.0.1");
  await once(listening, "listening");
  t.after(() => {
    listening.closeAllConnections();
    listening.close();
  });
  const { port } = listening.address() as AddressInfo;
  return (request) =>
    fetch(new Request(request.url.replace("http://shop.example", `http://127.0.0.1:${port}`), request));
}

describe("the recipe for", () => {
  for (const name of ["express", "hono", "next"])
    test(`${name} answers pages, takes webhooks, opens payments and serves the script`, async (t) => {
      const handle = await load(t, name);
      const call = (path: string, init: RequestInit = {}) =>
        handle(new Request(`http://shop.example${PREFIX}${path}`, { redirect: "manual", ...init }));

      const product = await call("/v1/products/sticker", { headers: { origin: SHOP } });
      assert.equal(product.headers.get("access-control-allow-origin"), SHOP);
      assert.equal(((await product.json()) as { amount: string }).amount, "10");

      const preflight = await call("/v1/checkouts", { method: "OPTIONS", headers: { origin: SHOP } });
      assert.equal(preflight.status, 204);

      const body = JSON.stringify(paymentEvent(newRequestId()), null, 2);
      const webhook = await call("/webhooks/request", {
        method: "POST",
        headers: { "content-type": "application/json", "x-request-network-signature": sign(body) },
        body,
      });
      assert.equal(webhook.status, 200);

      const script = await call("/widget/request-checkout.js");
      assert.match(await script.text(), /customElements/);

      const page = await call("/pay/sticker");
      assert.match(await page.text(), /Go to the payment page/);
    });
});
