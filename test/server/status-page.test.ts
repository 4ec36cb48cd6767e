import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SHOP, startCompanion } from "../helpers/companion.ts";
import { startPlainLinks as start } from "../helpers/plain-links.ts";
import { shared } from "../helpers/shared.ts";

describe("GET /c/{id}", () => {
  const empty = shared((t) => start(t));

  test("is where the hosted page leads back to, and says where the payment stands", async (t) => {
    const { visit, apiUrl, orders } = await start(t);
    const { to } = await visit("/pay/sticker");
    const [order] = await orders();
    const token = new URL(to).searchParams.get("token");
    const link = await fetch(`${apiUrl}/v2/secure-payments/${token}`, {
      headers: { "x-client-id": "cli_sandbox", origin: SHOP },
    });

    const { status, body, headers } = await visit(`/c/${order?.id}`);

    assert.equal(
      ((await link.json()) as { redirectUrl: string }).redirectUrl,
      `https://pay.shop.example/c/${order?.id}`,
    );
    assert.equal(status, 200);
    assert.match(body, /<h1>Sticker<\/h1>[\s\S]*10 USDC on Base[\s\S]*Waiting for your payment/);
    assert.match(body, /http-equiv="refresh"/);
    assert.ok(body.includes(`href="${to}"`));
    assert.match(String(headers["content-security-policy"]), /default-src 'none'.*frame-ancestors 'none'/);
  });

  for (const id of [crypto.randomUUID(), "7", "%00", "..%2fx", "x".repeat(90)]) {
    // input: P7
    test(`of ${id.slice(0, 40)} is not there`, async () => {
      const { visit } = empty();

      const { status, body } = await visit(`/c/${id}`);

      assert.equal(status, 404);
      assert.match(body, /nothing here/);
    });
  }
});

test("answers carry the headers that keep browsers from mischief", async (t) => {
  const companion = await startCompanion(t, { environment: { PUBLIC_URL: "https://pay.shop.example" } });

  const { headers } = await companion.get("/healthz");

  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.equal(headers.get("x-frame-options"), "DENY");
  assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/);
  assert.match(headers.get("strict-transport-security") ?? "", /^max-age=31536000$/);
  for (const name of ["server", "x-powered-by"]) assert.equal(headers.get(name), null);
});
