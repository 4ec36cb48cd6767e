import assert from "node:assert/strict";
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
