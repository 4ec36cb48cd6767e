import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { configFromEnv, EnvironmentSchema } from "../../demo/sandbox/config.ts";

test("configFromEnv › has a default for everything", () => {
  const { port, options } = configFromEnv({ SANDBOX_PAYEE: "" });

  assert.equal(port, 4402);
  assert.deepEqual(options.retryDelaysMs, [1000, 5000, 15_000]);
  assert.equal(options.ratePerSecond, 5);
  assert.partialDeepStrictEqual(options.clients, [
    {
      clientId: "cli_sandbox",
      apiKey: "sk_sandbox",
      allowedOrigins: ["http://127.0.0.1:4400", "http://localhost:4400"],
      payee: "0x6923831ACf5c327260D7ac7C9DfF5b1c3cB3C7D7",
      currency: "USDC-base",
      webhooks: [{ url: "http://127.0.0.1:4401/webhooks/request", secret: "whsec_sandbox" }],
    },
    { clientId: "cli_stranger", allowedOrigins: ["http://127.0.0.1:4400", "http://localhost:4400"] },
  ]);
});

test("configFromEnv › reads what is set", () => {
  const { port, options } = configFromEnv({
    SANDBOX_PORT: "0",
    SANDBOX_ALLOWED_ORIGINS: "https://a.example, https://b.example:8443",
    SANDBOX_RETRY_DELAYS_MS: "10,20",
    SANDBOX_RATE_PER_SECOND: "0",
    SANDBOX_LINK_TTL_MS: "5000",
  });

  assert.equal(port, 0);
  assert.deepEqual(options.clients?.[0]?.allowedOrigins, ["https://a.example", "https://b.example:8443"]);
  assert.deepEqual(options.retryDelaysMs, [10, 20]);
  assert.equal(options.ratePerSecond, 0);
  assert.equal(options.linkTtlMs, 5000);
});

test("configFromEnv › names every fault at once", () => {
  const env = {
    SANDBOX_PORT: "http",
    SANDBOX_ALLOWED_ORIGINS: "https://a.example/",
    SANDBOX_PAYEE: "0x12",
    SANDBOX_WEBHOOK_URL: "javascript:alert(1)",
    SANDBOX_RETRY_DELAYS_MS: "1s",
    SANDBOX_RATE_PER_SECOND: "-1",
    SANDBOX_LINK_TTL_MS: "0",
  };

  assert.throws(
    () => configFromEnv(env),
    (error: Error) => Object.keys(env).every((name) => error.message.includes(`${name}: `)),
  );
});

test("README › its table has every variable", () => {
  const readme = readFileSync(new URL("../../demo/sandbox/README.md", import.meta.url), "utf8");
  const listed = [...readme.matchAll(/^\| `(SANDBOX_\w+)` +\|/gm)].map(([, name]) => name);

  assert.deepEqual(listed, Object.keys(EnvironmentSchema.shape));
});
