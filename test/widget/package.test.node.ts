import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { after, describe, it } from "node:test";
import { installPackage } from "../package/install.ts";

const EXPORTS: Record<string, string | { default: string }> = JSON.parse(
  readFileSync("package.json", "utf8"),
).exports;
const ENTRIES = Object.entries(EXPORTS).flatMap(([path, target]) =>
  typeof target === "string" ? [] : [path.replace(".", "request-checkout")],
);

const { folder, remove } = installPackage();
after(remove);
writeFileSync(`${folder}/package.json`, '{ "type": "module", "private": true }');

/** Runs a module in the project that has installed the package; what it logs. */
function run(code: string): string {
  return execFileSync(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: folder,
    encoding: "utf8",
  });
}

describe("the package, where there is no browser", () => {
  for (const entry of ENTRIES)
    it(`${entry} can be imported, and leaves the globals alone`, () => {
      const logged = run(`
        // These leave something of their own: their versions, and a registry of elements where there is none.
        await Promise.all([import("lit"), import("zod")]);
        const read = () => Object.entries(Object.getOwnPropertyDescriptors(globalThis));
        const before = new Map(read());
        const exported = Object.keys(await import(${JSON.stringify(entry)}));
        const isSame = (a, b) => a && Object.is(a.value, b.value) && a.get === b.get;
        const changed = read().filter(([name, now]) => !isSame(before.get(name), now)).map(([name]) => name);
        const gone = [...before.keys()].filter((name) => !(name in globalThis));
        console.log(JSON.stringify({ exported, changed, gone }));
      `);

      const { exported, changed, gone } = JSON.parse(logged);
      assert.deepEqual([...changed, ...gone], []);
      const isTypesOnly = /preact|vue|svelte|solid|angular/.test(entry);
      assert.equal(exported.length > 0, !isTypesOnly, String(exported));
    });

  it("is a client component for React, which renders on a server what a browser reads", () => {
    const [directive] = readFileSync("dist/widget/frameworks/react.js", "utf8").split("\n");
    const html = run(`
      import { RequestCheckout, RequestCheckoutStatus } from "request-checkout/react";
      import { createElement } from "react";
      import { renderToString } from "react-dom/server";
      const props = { clientId: "cli_1", quantity: 2, payerAmount: true, amount: undefined, className: "wide", id: "buy",
        labels: { pay: "x" }, onCheckoutPaid: () => {} };
      console.log(renderToString(createElement(RequestCheckout, props, "Buy")));
      console.log(renderToString(createElement(RequestCheckoutStatus, { checkoutId: "1" })));
    `);

    assert.equal(directive, '"use client";');
    assert.deepEqual(html.trim().split("\n"), [
      '<request-checkout id="buy" client-id="cli_1" quantity="2" payer-amount="" class="wide">Buy</request-checkout>',
      '<request-checkout-status checkout-id="1"></request-checkout-status>',
    ]);
  });

  it("is rendered by React on a server with the attributes that a browser reads", () => {
    const html = run(`
      import "request-checkout/react";
      import { createElement } from "react";
      import { renderToString } from "react-dom/server";
      const props = { "client-id": "cli_1", quantity: 2, labels: { pay: "x" }, "oncheckout-paid": () => {} };
      console.log(renderToString(createElement("request-checkout", props, "Buy")));
    `);

    assert.equal(html.trim(), '<request-checkout client-id="cli_1" quantity="2">Buy</request-checkout>');
  });

  it("is rendered by Vue on a server just so", () => {
    const html = run(`
      import "request-checkout/vue";
      import { h } from "vue";
      import { renderToString } from "vue/server-renderer";
      const props = { "client-id": "cli_1", quantity: 2, onCheckoutPaid: () => {} };
      console.log(await renderToString(h("request-checkout", props, "Buy")));
    `);

    assert.equal(html.trim(), '<request-checkout client-id="cli_1" quantity="2">Buy</request-checkout>');
  });
});

/** As a project of the integrator's would be set up, without Node's types; declarations are looked at too. */
const TSCONFIG = {
  compilerOptions: {
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    lib: ["es2022", "dom", "dom.iterable"],
    types: [],
    jsx: "react-jsx",
    strict: true,
    noEmit: true,
  },
};

/** What the compiler says of a project of these files. */
function typeFaults(files: readonly string[]): string {
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ ...TSCONFIG, files }));
  return spawnSync(resolve("node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8" }).stdout;
}

describe("the package's types take what is right and refuse what is wrong", () => {
  it("without a framework", () => {
    cpSync("test/widget/types/plain.ts", `${folder}/plain.ts`);

    assert.equal(typeFaults(["plain.ts"]), "");
  });

  // Together: each run of the compiler reads all declarations anew.
  it("on a server, and in React, Preact, Solid, Vue, Angular and Svelte, which knows every attribute", () => {
    const samples = [
      "react.tsx",
      "preact.tsx",
      "solid.tsx",
      "vue.ts",
      "angular.ts",
      "svelte.ts",
      "server.ts",
    ];
    for (const sample of samples) cpSync(`test/widget/types/${sample}`, `${folder}/${sample}`);
    const values: Record<string, unknown> = { quantity: 2, "payer-amount": true, target: "_blank" };
    const elements = elementsOf("dist/custom-elements.json");
    const names = elements.map(({ tagName, attributes }, index) => {
      const every = Object.fromEntries(attributes.map(({ name }) => [name, values[name] ?? "text"]));
      writeFileSync(
        `${folder}/every-${index}.ts`,
        `import "request-checkout/svelte"; import type { SvelteHTMLElements } from "svelte/elements";
         export const every: SvelteHTMLElements["${tagName}"] = ${JSON.stringify(every)};`,
      );
      return `every-${index}.ts`;
    });

    assert.equal(names.length, 2);
    assert.equal(typeFaults([...samples, ...names]), "");
  });
});

interface Listed {
  tagName?: string;
  attributes: { name: string }[];
}

function elementsOf(manifest: string): Listed[] {
  const { modules }: { modules: { declarations: Listed[] }[] } = JSON.parse(readFileSync(manifest, "utf8"));
  return modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName);
}
