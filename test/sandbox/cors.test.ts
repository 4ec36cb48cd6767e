import assert from "node:assert/strict";
import { test } from "node:test";
import { asPage, SHOP, startSandbox } from "./harness.ts";

const preflight = (origin: string) => ({
  method: "OPTIONS" as const,
  url: "/v2/secure-payments",
  headers: {
    origin,
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type,x-client-id",
  },
});

test("CORS › a page on an allowed origin may send its Client ID", async (t) => {
  const { app } = startSandbox(t);

  const response = await app.inject(preflight(SHOP));

  assert.equal(response.statusCode, 204);
  assert.equal(response.headers["access-control-allow-origin"], SHOP);
  assert.match(String(response.headers["access-control-allow-headers"]), /x-client-id/);
});

test("CORS › a foreign page's preflight is not answered, and its call gets 403 without the header", async (t) => {
  const { app } = startSandbox(t);
  const foreign = "https://evil.example";

  const asked = await app.inject(preflight(foreign));
  const called = await app.inject({
    method: "POST",
    url: "/v2/secure-payments",
    headers: { ...asPage, origin: foreign },
    payload: { requests: [{ amount: "1" }] },
  });

  assert.equal(asked.headers["access-control-allow-origin"], undefined);
  assert.equal(called.statusCode, 403);
  assert.equal(called.headers["access-control-allow-origin"], undefined);
});
