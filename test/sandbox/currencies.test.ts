import assert from "node:assert/strict";
import { test } from "node:test";
import { startSandbox } from "./harness.ts";

test("GET /v2/currencies › lists tokens with their decimals and chain", async (t) => {
  const { app } = startSandbox(t);

  const tokens = (await app.inject("/v2/currencies?network=base")).json();

  assert.deepEqual(tokens.map(({ id }: { id: string }) => id).toSorted(), [
    "ETH-base-base",
    "EURC-base",
    "USDC-base",
    "USDT-base",
  ]);
  assert.partialDeepStrictEqual(tokens[0], { decimals: 6, type: "ERC20", chainId: 8453 });
});

test("GET /v2/currencies › an id, or the first only, answers one token", async (t) => {
  const { call } = startSandbox(t);

  const byId = await call(200, { url: "/v2/currencies?id=USDC-mainnet" });
  const first = await call(200, { url: "/v2/currencies?network=mainnet&symbol=USDC&firstOnly=true" });

  assert.equal(byId.address, "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48");
  assert.deepEqual(first, byId);
});

test("GET /v2/currencies › refuses as documented", async (t) => {
  const { call } = startSandbox(t);

  const unknown = await call(404, { url: "/v2/currencies?id=XYZ-moon" });
  const invalid = await call(400, { url: "/v2/currencies?firstOnly=maybe" });
  await call(400, { url: "/v2/currencies?firstOnly=true&symbol=USDC" });

  assert.deepEqual(unknown, { statusCode: 404, message: "Token not found", error: "Not Found" });
  assert.partialDeepStrictEqual(invalid, { message: [{ path: ["firstOnly"] }] });
});
