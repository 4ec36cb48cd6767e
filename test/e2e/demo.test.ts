import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { type TestContext, test } from "node:test";
import { DEFAULT_ORIGINS } from "../../demo/origins.ts";
import { buildPages } from "../../demo/pages.ts";
import { startDemo } from "../../demo/start-demo.ts";

test("the pages › on the usual ports are served as the files are", async (t) => {
  const pages = await buildPages(DEFAULT_ORIGINS);
  t.after(() => pages.close());

  const shop = await pages.inject("/shop/");

  assert.match(shop.body, /src="http:\/\/127\.0\.0\.1:4401\/widget\/request-checkout\.js"/);
  assert.match(shop.body, /api-url="http:\/\/127\.0\.0\.1:4402"/);
});

test("the pages › on other ports name those, in the markup and in the policy", async (t) => {
  const pages = await buildPages({ companion: "http://127.0.0.1:5401", sandbox: "http://127.0.0.1:5402" });
  t.after(() => pages.close());

  for (const path of ["/", "/shop/", "/shop/thank-you.html"]) {
    const { body, headers } = await pages.inject(path);
    assert.match(body, /http:\/\/127\.0\.0\.1:5401/);
    assert.doesNotMatch(body, /127\.0\.0\.1:440/);
    assert.match(String(headers["content-security-policy"]), /script-src 'self' http:\/\/127\.0\.0\.1:5401;/);
  }
});

test("the pages › give out nothing but the pages", async (t) => {
  const pages = await buildPages(DEFAULT_ORIGINS);
  t.after(() => pages.close());

  for (const path of [
    "/start-demo.ts",
    "/catalog.json",
    "/shop/../start-demo.ts",
    "/shop/%2e%2e/main.ts",
    "/builder/main.ts",
    "/builder/%2e%2e/main.ts",
    "/builder/setting.json",
  ])
    assert.ok((await pages.inject(path)).statusCode >= 400, path);
});

test("the pages › allow neither inline scripts nor inline styles", async (t) => {
  const pages = await buildPages(DEFAULT_ORIGINS);
  t.after(() => pages.close());

  for (const path of ["/", "/shop/"]) {
    const { body, headers } = await pages.inject(path);
    assert.doesNotMatch(String(headers["content-security-policy"]), /unsafe|\*/);
    assert.doesNotMatch(body, / style=|<style|<script>| on[a-z]+=/);
  }
});

test("the demo › a port in use: the message names it, and nothing is left running", async (t) => {
  const port = await occupyPort(t);

  await assert.rejects(startDemo({ ports: [port, 0, 0] }), {
    name: "PortInUseError",
    message: new RegExp(`^Port ${port} is in use, and the demo pages must have it\\. .*--ports`),
  });
});

test("the demo › ends although a browser holds a connection in reserve", async (t) => {
  const demo = await startDemo({ ports: [0, 0, 0] });
  const reserve = await openConnection(t, Number(new URL(demo.companion.origin).port));
  const cut = once(reserve, "close");

  await demo.close();

  await cut;
});

function occupyPort(t: TestContext): Promise<number> {
  const server = createServer();
  t.after(() => server.close());
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" ? (address?.port ?? 0) : 0);
    });
  });
}

function openConnection(t: TestContext, port: number): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    t.after(() => socket.destroy());
    socket.resume();
  });
}

async function openForIntegrator(t: TestContext) {
  const demo = await startDemo({ ports: [0, 0, 0], origins: ["http://localhost:3000"] });
  t.after(() => demo.close());
  return demo;
}

test("the builder's routes › the setting names the built script's own hash, and no token", async (t) => {
  const { pages, companion } = await openForIntegrator(t);

  const text = await (await fetch(`${pages.origin}/builder/setting.json`)).text();

  const setting = JSON.parse(text);
  const url = `${companion.origin}/widget/${setting.version}/request-checkout.js`;
  const script = new Uint8Array(await (await fetch(url)).arrayBuffer());
  const hash = createHash("sha384").update(script).digest("base64");
  assert.equal(setting.integrity, `sha384-${hash}`);
  assert.ok(setting.allowedOrigins.includes("http://localhost:3000"));
  assert.doesNotMatch(text, /admin-token/);
});

test("the builder's routes › an order is read through them, and nothing but an order", async (t) => {
  const { pages, companion } = await openForIntegrator(t);
  const id = randomUUID();
  const opened = await fetch(`${companion.origin}/v1/checkouts`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://localhost:3000" },
    body: JSON.stringify({ id, product: "sticker" }),
  });
  assert.equal(opened.status, 201);

  const order = await fetch(`${pages.origin}/builder/orders/${id}`);

  assert.equal(((await order.json()) as { product: string }).product, "sticker");
  for (const path of [randomUUID(), "..%2f..%2fmetrics", "x"])
    assert.equal((await fetch(`${pages.origin}/builder/orders/${path}`)).status, 404, path);
});

test("the builder's routes › an offer is signed for JSON, not for a foreign page's form", async (t) => {
  const { pages } = await openForIntegrator(t);
  const sign = (type: string) =>
    fetch(`${pages.origin}/builder/offers`, {
      method: "POST",
      headers: { "content-type": type },
      body: JSON.stringify({ amount: "5", currency: "USDC-base" }),
    });

  assert.equal((await sign("application/json")).status, 201);
  for (const type of ["text/plain", "application/x-www-form-urlencoded"])
    assert.equal((await sign(type)).status, 415, type);
});
