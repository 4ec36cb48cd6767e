import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { type TestContext, test } from "node:test";
import { startDemo } from "../../demo/start-demo.ts";

async function openDemo(t: TestContext) {
  const demo = await startDemo({ ports: [0, 0, 0], origins: ["http://localhost:3000"] });
  t.after(() => demo.close());
  return demo;
}

test("the builder's routes › the setting names the built script's own hash, and no token", async (t) => {
  const { pages, companion } = await openDemo(t);

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
  const { pages, companion } = await openDemo(t);
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
  const { pages } = await openDemo(t);
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
