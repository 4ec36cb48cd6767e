import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import Fastify from "fastify";
import { companion } from "../../server/companion.ts";
import { parseConfig } from "../../server/config/config.ts";
import { packageVersion } from "../../server/http/widget-files.ts";
import { CATALOG, environment, type Scope, startCompanion, temporaryFolder } from "../helpers/companion.ts";
import { newDatabase } from "../helpers/database.ts";
import { shared } from "../helpers/shared.ts";

function widgetFolder(t: Scope): string {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "chunks"));
  mkdirSync(join(folder, "server"));
  writeFileSync(join(folder, "request-checkout.js"), "export {};");
  writeFileSync(join(folder, "chunks/engine-Ab_1.js"), "export {};");
  writeFileSync(join(folder, "chunks/engine-Ab_1.js.br"), brotliCompressSync("export {};"));
  writeFileSync(join(folder, "chunks/engine-Ab_1.js.gz"), gzipSync("export {};"));
  writeFileSync(join(folder, "server/main.js"), "secret");
  return folder;
}

describe("GET /widget/*", () => {
  const serving = shared((t) => startCompanion(t, { widgetDir: widgetFolder(t) }));

  test("serves the newest scripts to any origin, to be asked for again", async () => {
    const { url } = serving();

    const { status, headers } = await fetch(`${url}/widget/request-checkout.js`);

    assert.equal(status, 200);
    assert.match(headers.get("content-type") ?? "", /javascript/);
    assert.equal(headers.get("access-control-allow-origin"), "*");
    assert.equal(headers.get("cross-origin-resource-policy"), "cross-origin");
    assert.equal(headers.get("cache-control"), "public, no-cache");
  });

  test("serves a version's own path for ever, and no other version's", async () => {
    const { url } = serving();

    const own = await fetch(`${url}/widget/${packageVersion()}/chunks/engine-Ab_1.js`);
    const other = await fetch(`${url}/widget/99.0.0/request-checkout.js`);

    assert.equal(own.status, 200);
    assert.match(own.headers.get("cache-control") ?? "", /immutable/);
    assert.equal(other.status, 404);
  });

  for (const path of ["chunks", "0.0.9/chunks", `${packageVersion()}/chunks`])
    test(`serves chunks for ever, also to pages that have another version's script: ${path}`, async () => {
      const { url } = serving();

      const { status, headers } = await fetch(`${url}/widget/${path}/engine-Ab_1.js`);
      const other = await fetch(`${url}/widget/${path}/..%2fserver%2fmain.js`);

      assert.equal(status, 200);
      assert.match(headers.get("cache-control") ?? "", /immutable/);
      assert.equal(headers.get("access-control-allow-origin"), "*");
      assert.equal(headers.get("cross-origin-resource-policy"), "cross-origin");
      assert.ok([400, 403, 404].includes(other.status), String(other.status));
    });

  test("serves brotli, gzip or neither, as the browser takes it, each with a validator of its own", async () => {
    const { url } = serving();
    const get = (encodings: string, validator = "") =>
      fetch(`${url}/widget/chunks/engine-Ab_1.js`, {
        // By default `fetch` would say that it wants no cached answer.
        cache: "no-cache",
        headers: { "accept-encoding": encodings, ...(validator && { "if-none-match": validator }) },
      });

    const answers = await Promise.all(
      ["gzip, deflate, br, zstd", "gzip", "identity", "br;q=0, gzip"].map((each) => get(each)),
    );

    const header = (name: string) => answers.map(({ headers }) => headers.get(name));
    assert.deepEqual(header("content-encoding"), ["br", "gzip", null, "gzip"]);
    assert.deepEqual(
      header("vary").map((vary) => /\baccept-encoding\b/i.test(vary ?? "")),
      [true, true, true, true],
    );
    assert.equal(new Set(header("etag")).size, 3);
    for (const type of header("content-type")) assert.match(type ?? "", /javascript/);
    for (const answer of answers) assert.equal(await answer.text(), "export {};");
    const again = await get("gzip, deflate, br, zstd", header("etag")[0] ?? "");
    assert.deepEqual([again.status, again.headers.get("vary")], [304, header("vary")[0]]);
  });

  for (const path of ["server/main.js", "../package.json", "..%2fpackage.json", "chunks/", "", "%00"]) {
    // input: R2
    test(`serves nothing else: ${JSON.stringify(path)}`, async () => {
      const { url } = serving();

      const response = await fetch(`${url}/widget/${path}`);

      assert.ok([400, 404].includes(response.status), String(response.status));
      assert.doesNotMatch(await response.text(), /secret|"name"/);
    });
  }
});

test("GET /v1/products/{id} tells an allowed page what a product costs", async (t) => {
  const { get } = await startCompanion(t);

  const { status, body, headers } = await get("/v1/products/sticker", { origin: "http://127.0.0.1:4400" });

  assert.equal(status, 200);
  assert.deepEqual(body, {
    id: "sticker",
    title: "Sticker",
    amount: "10",
    currency: "USDC-base",
    maxQuantity: 5,
  });
  assert.equal(headers.get("access-control-allow-origin"), "http://127.0.0.1:4400");
  assert.equal((await get("/v1/products/constructor")).status, 404);
});

test("GET /healthz and /readyz answer", async (t) => {
  const { get } = await startCompanion(t);

  assert.equal((await get("/healthz")).status, 200);
  assert.equal((await get("/readyz")).status, 200);
});

test("no GET route has a HEAD beside it, but those that monitors ask", async (t) => {
  const { url } = await startCompanion(t);
  const head = async (path: string) => (await fetch(url + path, { method: "HEAD" })).status;

  assert.equal(await head("/v1/products/sticker"), 404);
  assert.deepEqual([await head("/healthz"), await head("/readyz")], [200, 200]);
});

test("the companion mounts in a server of one's own, and keeps its hands off the rest", async (t) => {
  const app = Fastify();
  t.after(() => app.close());
  app.setNotFoundHandler((_request, reply) => reply.code(404).send("mine"));
  app.get("/mine", async () => ({ mine: true }));
  app.get("/broken", async () => {
    throw new Error("mine");
  });
  const config = parseConfig(environment({ DATABASE_URL: await newDatabase(t) }), () =>
    JSON.stringify(CATALOG),
  );
  await app.register(companion, { config });

  const answers = await Promise.all(["/mine", "/healthz", "/broken"].map((url) => app.inject({ url })));

  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [200, 200, 500],
  );
  assert.match(answers[2]?.body ?? "", /mine/);
});
