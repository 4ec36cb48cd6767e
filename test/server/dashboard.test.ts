import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { startCompanion, temporaryFolder } from "../helpers/companion.ts";
import { startForMerchant, TOKEN } from "../helpers/merchant.ts";

function builtFolder(t: TestContext): string {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "dashboard.js"), "export {};");
  writeFileSync(join(folder, "dashboard.css"), "body{}");
  writeFileSync(join(folder, "secret.js"), "secret");
  return folder;
}

const PATHS = ["/dashboard", "/dashboard/", "/dashboard/dashboard.js", "/dashboard/dashboard.css"];

describe("GET /dashboard", () => {
  test("is not there without a token in the configuration", async (t) => {
    const { get } = await startCompanion(t, { dashboardDir: builtFolder(t) });

    for (const path of PATHS) {
      const { status, body } = await get(path, { accept: "text/html" });
      assert.equal(status, 404, path);
      assert.deepEqual(body.error, { code: "not_found", message: "There is nothing here." });
    }
  });

  test("answers a page that holds neither orders nor the token, and asks for nobody's", async (t) => {
    const { url } = await startForMerchant(t, { dashboardDir: builtFolder(t) });

    const response = await fetch(`${url}/dashboard`);
    const text = await response.text();

    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type") ?? "", /^text\/html/);
    assert.ok(!text.includes(TOKEN));
    assert.doesNotMatch(text, /(?:src|href)="(?:https?:)?\/\//);
    assert.equal(response.headers.get("set-cookie"), null);
  });

  test("may load nothing but its own, may not be framed, and is kept by nobody", async (t) => {
    const { url } = await startForMerchant(t, { dashboardDir: builtFolder(t) });

    const { headers } = await fetch(`${url}/dashboard`);

    const policy = Object.fromEntries(
      (headers.get("content-security-policy") ?? "").split("; ").map((part) => {
        const [name = "", ...values] = part.split(" ");
        return [name, values.join(" ")];
      }),
    );
    assert.deepEqual(policy, {
      "default-src": "'none'",
      "script-src": "'self'",
      "style-src": "'self'",
      "connect-src": "'self'",
      "img-src": "data:",
      "base-uri": "'none'",
      "form-action": "'none'",
      "frame-ancestors": "'none'",
      "require-trusted-types-for": "'script'",
      "trusted-types": "lit-html",
    });
    assert.equal(headers.get("x-frame-options"), "DENY");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.equal(headers.get("cross-origin-opener-policy"), "same-origin");
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("access-control-allow-origin"), null);
  });

  test("serves its script and style to be asked for again, and nothing else of the folder", async (t) => {
    const { app, url } = await startForMerchant(t, { dashboardDir: builtFolder(t) });

    const script = await fetch(`${url}/dashboard/dashboard.js`);
    const again = await app.inject({
      url: "/dashboard/dashboard.js",
      headers: { "if-none-match": script.headers.get("etag") ?? "" },
    });

    assert.match(script.headers.get("content-type") ?? "", /javascript/);
    assert.equal(script.headers.get("cache-control"), "private, no-cache");
    assert.equal(again.statusCode, 304);
    assert.match(
      (await fetch(`${url}/dashboard/dashboard.css`)).headers.get("content-type") ?? "",
      /text\/css/,
    );
    for (const path of ["secret.js", "..%2fpackage.json", "%00", "x"]) {
      const response = await fetch(`${url}/dashboard/${path}`);
      assert.ok([400, 404].includes(response.status), `${path}: ${response.status}`);
      assert.doesNotMatch(await response.text(), /secret/);
    }
  });

  test("with a slash at its end leads to the one without, by a way that works below any path", async (t) => {
    const { url } = await startForMerchant(t, { dashboardDir: builtFolder(t) });

    const response = await fetch(`${url}/dashboard/`, { redirect: "manual" });

    assert.equal(response.status, 308);
    assert.equal(
      new URL(response.headers.get("location") ?? "", `${url}/a/dashboard/`).pathname,
      "/a/dashboard",
    );
  });

  test("says how to build it where it is not built", async (t) => {
    const { url } = await startForMerchant(t, { dashboardDir: join(temporaryFolder(t), "nowhere") });

    const response = await fetch(`${url}/dashboard`);

    assert.equal(response.status, 404);
    assert.match(await response.text(), /npm run build/);
    assert.match(response.headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
  });
});
