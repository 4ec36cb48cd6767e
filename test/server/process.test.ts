import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { SHOP, temporaryFolder } from "../helpers/companion.ts";
import { spawnCompanion } from "../helpers/companion-process.ts";
import { paymentEvent, sign } from "../helpers/events.ts";

/** `npm start` in a folder of its own. */
async function start(t: TestContext, environment: Record<string, string>) {
  const started = await spawnCompanion({
    folder: temporaryFolder(t),
    environment: { CATALOG_FILE: "catalog.json", ...environment },
  });
  t.after(() => started.child.kill("SIGKILL"));
  return started;
}

describe("npm start", () => {
  // input: W6
  test("refuses a bad configuration with one message that names each variable", async (t) => {
    const { url, ended, output } = await start(t, { PORT: "no", ALLOWED_ORIGINS: "*" });

    assert.equal(url, undefined);
    assert.deepEqual(await ended, [1, null]);
    for (const name of ["PORT", "ALLOWED_ORIGINS", "REQUEST_WEBHOOK_SECRET"])
      assert.match(output(), new RegExp(name));
    assert.doesNotMatch(output(), / at .*\.ts/);
  });

  test("logs one line a webhook, and no secret", async (t) => {
    const secrets = { REQUEST_WEBHOOK_SECRET: "hush-webhook", REQUEST_API_KEY: "hush-key" };
    const { child, url, ended, output } = await start(t, { ...secrets, ALLOWED_ORIGINS: SHOP });
    const before = output().split("\n").length;
    const body = JSON.stringify(paymentEvent("01ab"));
    const headers = {
      "content-type": "application/json",
      "x-request-network-signature": sign(body, "hush-webhook"),
    };

    const { status } = await fetch(`${url}/webhooks/request`, { method: "POST", headers, body });
    child.kill("SIGTERM");
    await ended;

    assert.equal(status, 200);
    const lines = output()
      .split("\n")
      .slice(before - 1)
      .filter((line) => line.includes('"webhook"'));
    assert.equal(lines.length, 1);
    assert.doesNotMatch(output(), /hush/);
  });

  test("ends within seconds on SIGTERM, and lets waiting polls go", async (t) => {
    const { child, url, ended } = await start(t, { REQUEST_WEBHOOK_SECRET: "s", ALLOWED_ORIGINS: SHOP });
    const id = crypto.randomUUID();
    const link = {
      requestIds: ["01ab"],
      token: "T1",
      securePaymentUrl: "https://pay.request.network/?token=T1",
    };
    await fetch(`${url}/v1/checkouts`, {
      method: "POST",
      headers: { origin: SHOP, "content-type": "application/json" },
      body: JSON.stringify({ id, product: "sticker", link }),
    });
    const { headers } = await fetch(`${url}/v1/checkouts/${id}`);
    const waiting = fetch(`${url}/v1/checkouts/${id}?wait=25`, {
      headers: { "if-none-match": headers.get("etag") ?? "" },
    });
    await fetch(`${url}/healthz`);

    child.kill("SIGTERM");

    assert.equal((await waiting).status, 304);
    assert.deepEqual(await ended, [0, null]);
  });
});
