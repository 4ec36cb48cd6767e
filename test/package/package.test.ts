import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { build } from "vite";
import { type Installed, installPackage } from "./install.ts";

let installed: Installed;
before(() => {
  installed = installPackage();
});
after(() => installed.remove());

/** Runs a module in the scratch project, on Node alone. */
function run(source: string): string {
  const path = join(installed.folder, "main.mjs");
  writeFileSync(path, source);
  const args = ["--disable-warning=ExperimentalWarning", path];
  return execFileSync(process.execPath, args, { cwd: installed.folder, encoding: "utf8" });
}

describe("the package", () => {
  test("holds what is run and what types need, and nothing of the tests", () => {
    const parts = new Set(
      installed.files.map((path) => path.replace(/^(dist\/[^/]+\/?|(?:server|demo)\/[^/]+\/?).*/, "$1")),
    );

    assert.deepEqual([...parts].sort(), [
      "LICENSE",
      "README.md",
      "demo/builder/",
      "demo/catalog.json",
      "demo/examples/",
      "demo/shop/",
      "dist/chunks/",
      "dist/custom-elements.json",
      "dist/dashboard/",
      "dist/demo/",
      "dist/integrity.json",
      "dist/request-checkout.iife.js",
      "dist/request-checkout.iife.js.br",
      "dist/request-checkout.iife.js.gz",
      "dist/request-checkout.js",
      "dist/request-checkout.js.br",
      "dist/request-checkout.js.gz",
      "dist/server/",
      "dist/vscode.html-custom-data.json",
      "dist/web-types.json",
      "dist/widget/",
      "package.json",
      "server/deploy/",
    ]);
  });

  test("has nothing that publint complains of", async () => {
    const { messages } = await publint({ pkgDir: installed.packageDir, strict: true, pack: false });

    assert.deepEqual(messages, []);
  });

  test("has types that are right wherever ES modules are", async () => {
    const analysis = await checkPackage(createPackageFromTarballData(installed.tarball));
    assert.ok(analysis.types);

    const problems = analysis.problems.filter(
      (problem) => !("resolutionKind" in problem && /node10|node16-cjs/.test(problem.resolutionKind)),
    );
    assert.deepEqual(problems, []);
  });

  test("names files that are there", () => {
    const manifest = JSON.parse(readFileSync(join(installed.packageDir, "package.json"), "utf8"));
    const targets = [
      ...Object.values(manifest.exports).flatMap((target) =>
        typeof target === "string" ? target : Object.values(target as object),
      ),
      ...Object.values(manifest.bin),
      manifest.customElements,
      manifest["web-types"],
    ].map((path) => String(path).replace(/^\.\//, ""));

    assert.deepEqual(
      targets.filter((path) => !installed.files.includes(path)),
      [],
    );
  });
});

describe("in Node", () => {
  test("the server is a function, and answers", () => {
    const said = run(`import { buildApp, parseConfig, signOffer } from "request-checkout/server";
      const config = parseConfig({ REQUEST_WEBHOOK_SECRET: "s", DATABASE_URL: "sqlite:./data/test.db", LOG_LEVEL: "silent" });
      const app = await buildApp({ config });
      const answers = await Promise.all(["/readyz", "/widget/request-checkout.js", "/openapi.json"].map((url) => app.inject(url)));
      const { offer } = await signOffer({ amount: "1", currency: "USDC-base" }, "x".repeat(32));
      console.log(answers.map(({ statusCode }) => statusCode).join(), offer.split(".").length);
      await app.close();`);

    assert.equal(said.trim(), "200,200,200 3");
  });

  test("the elements are imported without a browser, and register nothing", () => {
    const said = run(`import { RequestCheckout } from "request-checkout/element";
      import { RequestCheckoutStatus } from "request-checkout/status-element";
      await import("request-checkout");
      console.log(RequestCheckout.name, RequestCheckoutStatus.name, typeof globalThis.window);`);

    assert.equal(said.trim(), "RequestCheckout RequestCheckoutStatus undefined");
  });
});

test("in a bundler, the import of the package brings the element, its languages and its registration", async () => {
  writeFileSync(join(installed.folder, "page.js"), 'import "request-checkout";');
  const result = await build({
    root: installed.folder,
    configFile: false,
    logLevel: "silent",
    build: { write: false, rolldownOptions: { input: join(installed.folder, "page.js") } },
  });

  const { output } = (Array.isArray(result) ? result[0] : result) as { output: { code?: string }[] };
  const code = output.map((chunk) => chunk.code ?? "").join("\n");
  assert.match(code, /customElements\.define/);
  assert.match(code, /request-checkout-status/);
  assert.match(code, /Continuar|teléfono/);
});
