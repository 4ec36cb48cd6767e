import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { ERRORS } from "../../server/contract/errors.ts";
import { RequestCheckout, RequestCheckoutStatus } from "../../widget/index.ts";

interface Named {
  name: string;
  kind?: string;
  attribute?: string;
  description?: string;
  readonly?: boolean;
  type?: { text: string };
}

interface Declaration extends Named {
  tagName?: string;
  attributes?: Named[];
  members?: Named[];
  events?: Named[];
  slots?: Named[];
  cssParts?: Named[];
  cssProperties?: Named[];
}

interface Module {
  path: string;
  declarations: Declaration[];
}

const PACKAGE = JSON.parse(readFileSync("package.json", "utf8"));
const MODULES: Module[] = JSON.parse(readFileSync(PACKAGE.customElements, "utf8")).modules;
const README = readFileSync("widget/README.md", "utf8");
const SOURCE = globSync("widget/**/*.ts")
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

function declarationOf(name: string): Declaration {
  const found = MODULES.flatMap(({ declarations }) => declarations).find((each) => each.name === name);
  assert.ok(found, `${name} is not in the manifest`);
  return found;
}

const ELEMENTS = { RequestCheckout, RequestCheckoutStatus };
const BUTTON = declarationOf("RequestCheckout");
const STATUS = declarationOf("RequestCheckoutStatus");

function names(list: Named[] = []): string[] {
  return list.map(({ name }) => name).sort();
}

/** All that a regular expression captures in the elements' sources. */
function inSource(pattern: RegExp): string[] {
  return [...new Set([...SOURCE.matchAll(pattern)].map(([, found = ""]) => found))].sort();
}

/** What stands, as code, in the first column of the README's table with this heading; without parentheses. */
function inReadme(heading: string): string[] {
  const [, rows = ""] =
    README.match(new RegExp(`\\| ${heading} \\|[^\\n]*\\n\\| --- [^\\n]*\\n((\\|[^\\n]*\\n)*)`)) ?? [];
  assert.notEqual(rows, "", `no table ${heading}`);
  const first = rows.split("\n").map((row) => row.split("|")[1] ?? "");
  return first
    .flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replace("()", "")))
    .sort();
}

function literals(type: string): string[] {
  return [...type.matchAll(/"(\w+)"/g)].map(([, code = ""]) => code).sort();
}

describe("custom-elements.json", () => {
  for (const [name, element] of Object.entries(ELEMENTS))
    it(`names every attribute of ${name}, each with its property and a description`, () => {
      const { attributes = [], members = [] } = declarationOf(name);
      const real = [...element.elementProperties]
        .filter(([, { attribute, state }]) => attribute !== false && !state)
        .map(([property, { attribute }]) => [String(attribute ?? property), String(property)]);

      assert.deepEqual(names(attributes), real.map(([attribute]) => attribute).sort());
      for (const [attribute, property] of real)
        if (attribute !== "lang")
          assert.equal(members.find((member) => member.name === property)?.attribute, attribute);
    });

  it("names parts, custom properties, slots and events as they are in the sources", () => {
    assert.deepEqual(names(BUTTON.cssParts), inSource(/\bpart="([\w-]+)"/g));
    assert.deepEqual(names(BUTTON.cssProperties), inSource(/var\((--request-checkout-[\w-]+)/g));
    assert.deepEqual(names(BUTTON.slots), inSource(/<slot(?: name="([\w-]+)")?/g));
    assert.deepEqual(names(BUTTON.events), inSource(/super\("(checkout-\w+)"/g));
  });

  it("names the error codes of the companion, and those of the elements", () => {
    const [, own = ""] = SOURCE.match(/export type ProblemCode =([^;]+);/) ?? [];
    const { type } = declarationOf("CheckoutErrorEvent").members?.find(({ name }) => name === "code") ?? {};

    assert.deepEqual(literals(type?.text ?? ""), [...Object.keys(ERRORS), ...literals(own)].sort());
  });

  it("tells no more than a page can use, and says something of everything", () => {
    for (const { name, tagName, members = [], ...rest } of [BUTTON, STATUS]) {
      assert.ok(tagName, name);
      const lists = [members, rest.attributes, rest.events, rest.slots, rest.cssParts, rest.cssProperties];
      for (const each of lists.flatMap((list) => list ?? []))
        assert.ok(each.description, `${name}: ${each.name} has no description`);
      assert.ok(!names(members).some((member) => /^(#|_|view|voice|setView|safe|story)/.test(member)));
    }
    assert.deepEqual(names(BUTTON.members?.filter(({ kind }) => kind === "method")), ["pay", "reset"]);
  });

  it("names files that the package has", () => {
    for (const { path } of MODULES) assert.ok(globSync(path).length === 1, path);
  });
});

describe("the README's tables", () => {
  it("name the same attributes, properties, methods, events, slots, parts, custom properties and codes", () => {
    const others = BUTTON.members?.filter(({ attribute }) => !attribute);
    const { type } = declarationOf("CheckoutErrorEvent").members?.find(({ name }) => name === "code") ?? {};

    assert.deepEqual(inReadme("attribute"), names(BUTTON.attributes));
    assert.deepEqual(inReadme("property, method"), names(others));
    assert.deepEqual(inReadme("event"), names(BUTTON.events));
    assert.deepEqual(inReadme("`code`"), literals(type?.text ?? ""));
    assert.deepEqual(inReadme("part"), names(BUTTON.cssParts));
    assert.deepEqual(inReadme("custom property"), names(BUTTON.cssProperties));
    assert.match(README, /\| slot \|/);
  });

  it("say what the other element has", () => {
    assert.deepEqual(names(STATUS.cssParts), ["status"]);
    assert.deepEqual(names(STATUS.cssProperties), [
      "--request-checkout-color",
      "--request-checkout-font",
      "--request-checkout-size",
    ]);
    assert.deepEqual(names(STATUS.events), ["checkout-change", "checkout-paid"]);
  });
});

describe("what editors read", () => {
  const read = (file: string) => JSON.parse(readFileSync(`dist/${file}`, "utf8"));
  const tags = [BUTTON, STATUS].map(({ tagName }) => tagName);

  it("web-types.json names the same elements, attributes, properties, events, slots, parts and custom properties", () => {
    const { name, version, contributions } = read("web-types.json");
    const elements: (Named & {
      attributes: Named[];
      slots?: Named[];
      js: Record<string, Named[]>;
      css: Record<string, Named[]>;
    })[] = contributions.html.elements;

    assert.deepEqual([name, version], [PACKAGE.name, PACKAGE.version]);
    assert.deepEqual(
      elements.map((each) => each.name),
      tags,
    );
    for (const [index, declaration] of [BUTTON, STATUS].entries()) {
      const element = elements[index];
      assert.ok(element);
      assert.deepEqual(names(element.attributes), names(declaration.attributes));
      assert.deepEqual(names(element.js.events), names(declaration.events));
      assert.deepEqual(
        names(element.js.properties),
        names(declaration.members?.filter(({ kind }) => kind === "field")),
      );
      assert.deepEqual(names(element.css.parts), names(declaration.cssParts));
      assert.deepEqual(names(element.css.properties), names(declaration.cssProperties));
      assert.equal(element.slots?.length, declaration.slots?.length);
    }
  });

  it("VS Code's custom data names the same elements and attributes, each with a description", () => {
    const data: { tags: { name: string; attributes: Named[] }[] } = read("vscode.html-custom-data.json");

    assert.deepEqual(
      data.tags.map(({ name }) => name),
      tags,
    );
    for (const [index, { attributes }] of data.tags.entries()) {
      assert.deepEqual(names(attributes), names([BUTTON, STATUS][index]?.attributes));
      for (const { name, description } of attributes) assert.ok(description, name);
    }
  });
});
