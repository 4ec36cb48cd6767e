import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openStore } from "../../server/store/open-store.ts";
import { StoreUnavailableError } from "../../server/store/sql/store.ts";
import { openLinked, SHOP, startCompanion } from "../helpers/companion.ts";
import { newDatabase } from "../helpers/database.ts";
import { at, NOW, STRANGER, userEvent } from "../helpers/events.ts";
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

  test("says that the wallet was rejected, and that another one may pay", async (t) => {
    const companion = await startCompanion(t, { clock: () => NOW });
    const { id, token, requestId } = await openLinked(companion);
    await companion.deliver({
      event: "kyt.screening.completed",
      paymentToken: token,
      status: "rejected",
      walletAddress: STRANGER,
      timestamp: at(3),
    });

    const page = await (await fetch(`${companion.url}/c/${id}`)).text();
    await companion.deliver(userEvent(requestId, "payment_sent_to_wallet", { occurredAt: at(4) }));
    const later = await (await fetch(`${companion.url}/c/${id}`)).text();

    assert.match(page, /This wallet can&#39;t be used for this payment\. Try another wallet\./);
    assert.doesNotMatch(later, /wallet can&#39;t/);
  });

  test("does not say that nothing was charged where the status is unknown", async (t) => {
    const store = await openStore({ url: await newDatabase(t) });
    const read = () => Promise.reject(new StoreUnavailableError("gone"));
    const companion = await startCompanion(t, { store: { ...store, queued: 0, read } });

    const response = await fetch(`${companion.url}/c/${crypto.randomUUID()}`, {
      headers: { accept: "text/html" },
    });

    const page = await response.text();
    assert.equal(response.status, 503);
    assert.match(page, /If you have paid, your payment is not lost/);
    assert.doesNotMatch(page, /not been charged/);
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

test("answers carry the security headers", async (t) => {
  const companion = await startCompanion(t, { environment: { PUBLIC_URL: "https://pay.shop.example" } });

  const headers = Object.fromEntries((await companion.get("/healthz")).headers);

  for (const name of ["content-length", "content-type", "date", "connection", "keep-alive"])
    delete headers[name];
  assert.deepEqual(headers, {
    "content-security-policy": "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "origin-agent-cluster": "?1",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-dns-prefetch-control": "off",
    "x-download-options": "noopen",
    "x-frame-options": "DENY",
    "x-permitted-cross-domain-policies": "none",
    "x-xss-protection": "0",
  });
});

test("a companion that the outside reaches by http asks no browser for https", async (t) => {
  const { headers } = await (await startCompanion(t)).get("/healthz");

  assert.equal(headers.get("strict-transport-security"), null);
});
