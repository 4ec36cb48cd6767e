import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEnv } from "node:util";
import { type Choices, DEFAULTS, mend, parseChoices, toSearch } from "../../demo/builder/model/choices.ts";
import { toCatalog, toEnvironment, toPlainLink } from "../../demo/builder/model/companion-files.ts";
import { toReadable } from "../../demo/builder/model/look.ts";
import { toPlace } from "../../demo/builder/model/markup.ts";
import { toQrCode } from "../../demo/builder/model/qr-code.ts";
import type { Setting } from "../../demo/builder/model/setting.ts";
import { toSnippet } from "../../demo/builder/model/snippets.ts";
import { parseConfig } from "../../server/config/config.ts";
import { EnvironmentSchema } from "../../server/config/environment.ts";

const SETTING: Setting = {
  companion: "http://127.0.0.1:4401",
  sandbox: "http://127.0.0.1:4402",
  allowedOrigins: ["http://127.0.0.1:4400", "http://localhost:4400"],
  clientId: "cli_sandbox",
  apiKey: "sk_sandbox",
  payee: "0x6923831ACf5c327260D7ac7C9DfF5b1c3cB3C7D7",
  webhookSecret: "whsec_sandbox",
  offerSecret: "a-secret-of-more-than-thirty-two-characters",
  version: "1.2.3",
  integrity: "sha384-abc",
  products: [
    { id: "sticker", title: "Sticker", amount: "10", currency: "USDC-base", maxQuantity: 20 },
    { id: "tote", title: "Tote", amount: "18", currency: "USDC-base" },
  ],
};

function choose(choices: Partial<Choices>): Choices {
  return mend({ ...DEFAULTS, ...choices }, SETTING.products);
}

function snippetOf(choices: Partial<Choices>): string {
  const chosen = choose(choices);
  return toSnippet(chosen, toPlace(chosen, SETTING, "signed.by.companion"));
}

const WAYS = ["client", "companion"] as const;
const SALES = ["product", "offer", "amount", "payer"] as const;

test("the address › says what differs from the usual, and is read back the same", () => {
  const choices = choose({
    way: "companion",
    sale: "payer",
    min: "2",
    max: "9.5",
    text: "A & B=C",
    size: 20,
  });

  const search = toSearch(choices, SETTING.products);

  assert.deepEqual(parseChoices(search, SETTING.products), choices);
  assert.equal(toSearch(choose({}), SETTING.products), "");
});

test("the address › what can't be is mended, never trusted", () => {
  const search =
    "?way=__proto__&sale=x&product=gone&quantity=1e9&amount=-5&min=7&max=3&color=red;}&radius=NaN&lang=%22%3E&constructor=1";

  assert.deepEqual(parseChoices(search, SETTING.products), choose({}));
});

test("the HTML snippet › names what is chosen, with the hash on the unchanging path", () => {
  assert.equal(
    snippetOf({ quantity: 2, tab: "new", text: "Buy" }),
    `<script type="module" src="http://127.0.0.1:4401/widget/1.2.3/request-checkout.js"
  integrity="sha384-abc"
  crossorigin="anonymous"></script>

<!-- api-url is for the sandbox only: leave it out on a live page. -->
<request-checkout
  client-id="cli_sandbox"
  server="http://127.0.0.1:4401"
  api-url="http://127.0.0.1:4402"
  product="sticker"
  quantity="2"
  target="_blank">Buy</request-checkout>`,
  );
});

test("snippets › for a live page name neither the sandbox nor this machine", () => {
  for (const code of ["html", "react", "vue"] as const)
    for (const way of ["client", "companion", "static"] as const)
      assert.doesNotMatch(snippetOf({ code, way, place: "live" }), /127\.0\.0\.1|api-url|cli_sandbox/);
});

test("snippets › a text is never markup, nor a template's own", () => {
  const text = '</request-checkout><script>alert("{{ 1 }}")';

  for (const code of ["html", "react", "vue"] as const) {
    const snippet = snippetOf({ code, text });
    assert.doesNotMatch(snippet, /<script>alert/);
    if (code !== "html") assert.doesNotMatch(snippet, /\{\{ 1/);
  }
});

for (const way of WAYS)
  for (const sale of SALES)
    test(`the environment › ${way}, ${sale} › is one that the companion starts with`, () => {
      const choices = choose({ way, sale });

      const text = toEnvironment(choices, SETTING, toPlace(choices, SETTING, ""));

      const catalog = toCatalog(choices, SETTING.products);
      const config = parseConfig(parseEnv(text), () => catalog);
      assert.deepEqual(config.allowedOrigins, SETTING.allowedOrigins);
      assert.equal(config.upstream.apiKey, way === "companion" ? "sk_sandbox" : undefined);
      assert.equal(config.prices.catalog.has("sticker"), sale === "product");
      assert.equal(config.prices.offerSecrets.length, sale === "offer" ? 1 : 0);
      assert.equal(config.prices.openAmounts.length, sale === "amount" || sale === "payer" ? 1 : 0);
    });

test("the environment › for a live page names known variables, and none of the sandbox's values", () => {
  for (const way of WAYS)
    for (const sale of SALES) {
      const choices = choose({ way, sale, place: "live" });

      const text = toEnvironment(choices, SETTING, toPlace(choices, SETTING, ""));

      for (const name of Object.keys(parseEnv(text))) assert.ok(name in EnvironmentSchema.shape, name);
      assert.doesNotMatch(text, /127\.0\.0\.1|sandbox|0x6923/);
    }
});

test("the plain link › sells a product of a companion's, and nothing else", () => {
  const linkOf = (choices: Partial<Choices>) =>
    toPlainLink(choose(choices), toPlace(choose(choices), SETTING, ""));

  assert.equal(linkOf({ product: "tote", quantity: 3 }), "http://127.0.0.1:4401/pay/tote?quantity=3");
  assert.equal(linkOf({ sale: "offer" }), "");
  assert.equal(linkOf({ way: "static" }), "");
});

test("the QR code › has its three corners, and a quiet zone around it", () => {
  const { size, path } = toQrCode("http://127.0.0.1:4401/pay/sticker");
  const dark = new Set(path.match(/M\d+ \d+/g));
  const corners = [
    [4, 4],
    [size - 11, 4],
    [4, size - 11],
  ] as const;

  for (const [x, y] of corners)
    for (let step = 0; step < 7; step += 1) {
      assert.ok(dark.has(`M${x + step} ${y}`) && dark.has(`M${x} ${y + step}`));
      assert.ok(dark.has(`M${x + step} ${y + 6}`) && dark.has(`M${x + 6} ${y + step}`));
    }
  for (let at = 0; at < size; at += 1) assert.ok(!dark.has(`M${at} 3`) && !dark.has(`M3 ${at}`));
});

test("the text on a colour › is the one of black and white that is read more easily", () => {
  assert.equal(toReadable("#000000"), "#ffffff");
  assert.equal(toReadable("#ffff00"), "#000000");
  assert.equal(toReadable("#be185d"), "#ffffff");
});
