import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toReturnUrl } from "../../server/checkouts/return-url.ts";
import { isLoopback, isPayUrl } from "../../server/domain/pay-url.ts";
import { ApiError } from "../../server/http/errors.ts";

const production = { apiUrl: "https://api.request.network", token: "T1" };
const sandbox = { apiUrl: "http://127.0.0.1:4402", token: "T1" };

test("what is no URL is not on this machine", () => {
  assert.equal(isLoopback("localhost"), false);
  assert.equal(isLoopback("http://localhost:4402"), true);
});

describe("isPayUrl", () => {
  test("knows every published form", () => {
    for (const url of [
      "https://pay.request.network/?token=T1",
      "https://secure.request.network/?token=T1",
      "https://secure.request.network/T1",
    ]) {
      assert.equal(isPayUrl(url, production), true, url);
    }
  });

  // input: C11
  test("refuses every other place", () => {
    for (const url of [
      "http://pay.request.network/?token=T1",
      "https://pay.request.network.evil.example/?token=T1",
      "https://evil.example/?token=T1",
      "https://user@pay.request.network/?token=T1",
      "https://:password@pay.request.network/?token=T1",
      "https://pay.request.network:8443/?token=T1",
      "blob:https://pay.request.network/?token=T1",
      "javascript:location='https://pay.request.network/?token=T1'",
      "https://pay.request.network/?token=T1&token=T2",
      "https://pay.request.network/T1?token=T2",
      "https://pay.request.network/x?token=T1",
      "https://pay.request.network/?token=T1#T2",
      "https://pay.request.network/?token=T2",
      "https://pay.request.network/",
      "https://pay.request.network\\@evil.example/?token=T1",
      "https://pay.request\t.network/?token=T1",
      "//pay.request.network/?token=T1",
      "http://127.0.0.1:4402/?token=T1",
      "",
    ]) {
      assert.equal(isPayUrl(url, production), false, url);
    }
  });

  test("takes a page on this machine where the API is one", () => {
    assert.equal(isPayUrl("http://127.0.0.1:4402/?token=T1", sandbox), true);
    assert.equal(isPayUrl("http://localhost:9/T1", sandbox), true);
    assert.equal(isPayUrl("https://[::1]:4402/?token=T1", sandbox), true);
    assert.equal(isPayUrl("http://127.0.0.1.evil.example/?token=T1", sandbox), false);
    assert.equal(isPayUrl("ftp://127.0.0.1/?token=T1", sandbox), false);
  });
});

describe("toReturnUrl", () => {
  const options = { id: "c1", allowedOrigins: ["https://shop.example"] };

  test("adds the checkout to a page on an allowed origin, and keeps the rest", () => {
    assert.equal(
      toReturnUrl("https://shop.example/a?b=1#c", options),
      "https://shop.example/a?b=1&checkout=c1#c",
    );
    assert.equal(
      toReturnUrl("https://shop.example/?checkout=c1", options),
      "https://shop.example/?checkout=c1",
    );
  });

  // input: C10
  test("refuses every other place", () => {
    for (const url of [
      "//evil.example",
      "/\\evil.example",
      "/path",
      "javascript:alert(1)",
      "https://shop.example@evil.example/",
      "https://user@shop.example/",
      "https://:password@shop.example/",
      "https://[",
      "https://shop.example.evil.example/",
      "https://shop.exa\tmple/",
      "https://shop.example\\@evil.example/",
      "https://sh\u043ep.example/",
      "http://shop.example/",
      "https://shop.example:8443/",
      "blob:https://shop.example/x",
      " https://shop.example/",
      "https://shop.example/<b>",
    ]) {
      assert.throws(
        () => toReturnUrl(url, options),
        (error) => error instanceof ApiError && error.code === "invalid_return_url",
        url,
      );
    }
  });
});
