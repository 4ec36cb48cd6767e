import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseCatalog } from "../../server/catalog/catalog.ts";
import { COMMANDS } from "../../server/cli/commands.ts";
import { parseConfig } from "../../server/config/config.ts";
import { EnvironmentSchema } from "../../server/config/environment.ts";
import { OfferClaimsSchema } from "../../server/contract/contract.ts";
import { RequestCheckout, RequestCheckoutStatus } from "../../widget/index.ts";
import { type Block, blocksIn, blocksOf, GUIDES, READMES, read, settingsIn } from "./documents.ts";

const { scripts, version } = JSON.parse(read("package.json")) as {
  scripts: Record<string, string>;
  version: string;
};
const LANGUAGES = ["csp", "html", "ini", "js", "json", "php", "sh", "ts"];
/** npm's own, and the script that is called without `run`. */
const NPM = ["ci", "pack", "start"];
const GLOBAL_ATTRIBUTES = ["oncheckout-paid"];

test("every snippet has a language that a test looks at", () => {
  const found = new Set(GUIDES.flatMap(blocksOf).map(({ language }) => language));

  assert.deepEqual([...found].sort(), LANGUAGES);
});

describe("HTML and PHP", () => {
  const blocks: Block[] = READMES.flatMap(blocksOf).filter(({ language }) => /html|php/.test(language));

  for (const [tag, element] of Object.entries({
    "request-checkout": RequestCheckout,
    "request-checkout-status": RequestCheckoutStatus,
  }))
    test(`<${tag}> has only attributes that it knows`, () => {
      const tags = blocks.flatMap(({ code }) => [
        ...code.matchAll(new RegExp(`<${tag}(\\s[^<>]*(?:<\\?.*?\\?>[^<>]*)?)>`, "gs")),
      ]);
      assert.ok(tags.length > 0);
      for (const [text, attributes = ""] of tags) {
        const names = [...attributes.replaceAll(/="[^"]*"/g, "").matchAll(/[\w-]+/g)].map(([name]) => name);
        const known = [...element.observedAttributes, ...GLOBAL_ATTRIBUTES];
        assert.deepEqual(
          names.filter((name) => !known.includes(name)),
          [],
          text,
        );
      }
    });

  test("scripts are files that a companion serves, of this version", () => {
    const sources = blocks.flatMap(({ code }) => [...code.matchAll(/<script[^>]* src="([^"]*)"/g)]);
    assert.ok(sources.length > 2);
    const paths = sources.map(([, source = ""]) => new URL(source).pathname.replace(`/${version}/`, "/"));
    const served = ["/widget/request-checkout.iife.js", "/widget/request-checkout.js"];

    assert.deepEqual([...new Set(paths)].sort(), served);
  });

  test("an offer signed in PHP has only claims that an offer may have", () => {
    const [block] = blocksIn("php");
    const claims = [...(block?.code ?? "").matchAll(/'(\w+)' =>/g)].map(([, name = ""]) => name);

    assert.ok(claims.includes("jti") && claims.includes("exp"));
    assert.deepEqual(
      claims.filter((name) => !(name in OfferClaimsSchema.shape)),
      [],
    );
  });
});

describe("shell", () => {
  const lines = blocksIn("sh").flatMap(({ code }) => code.trim().split("\n"));

  test("each command is a script of this package, or npm's own", () => {
    for (const line of lines) {
      const [, name = ""] = line.match(/^npm (?:run (?:--silent )?)?([\w:-]+)/) ?? [];
      assert.ok(name in scripts || NPM.includes(name), line);
    }
  });

  test("each option is one of the command's", async () => {
    let seen = 0;
    for (const line of lines) {
      const [, name = "", options = ""] = line.match(/^npm (?:run (?:--silent )?)?([\w-]+) -- (.*)$/) ?? [];
      const entry = COMMANDS[name];
      if (!entry) continue;
      const help = (await entry.load()).command.help(name);
      for (const [option] of options.matchAll(/--[\w-]+/g)) {
        seen += 1;
        assert.match(help, new RegExp(`${option}\\b`), line);
      }
    }
    assert.ok(seen > 10);
  });
});

describe("settings and catalogs", () => {
  test("each setting in a snippet exists, and takes the value", () => {
    for (const { code, file } of blocksIn("ini"))
      for (const [name, value] of settingsIn(code)) {
        const schema = EnvironmentSchema.shape[name as keyof typeof EnvironmentSchema.shape];
        assert.ok(schema?.safeParse(value).success, `${file}: ${name}=${value}`);
      }
  });

  test("the README's settings start a companion", () => {
    const [block] = blocksOf("README.md").filter(({ language }) => language === "ini");
    const settings = Object.fromEntries(settingsIn(block?.code ?? ""));

    const config = parseConfig({ ...settings, CATALOG_FILE: "demo/catalog.json" });

    assert.equal(settings.CATALOG_FILE, "catalog.json");
    assert.ok(config);
  });

  test("catalogs are read as catalogs", () => {
    const blocks = blocksIn("json");
    assert.ok(blocks.length > 0);
    for (const { code } of blocks) assert.ok(parseCatalog(code).size > 0);
  });
});
