import { readFileSync, writeFileSync } from "node:fs";

const VALUES = { target: ["_self", "_blank"] };

/** The events, parts and the like of an element, as JetBrains' editors read them. */
function toWebType({ tagName, summary, attributes, members, events, slots, cssParts, cssProperties }) {
  const named = (list = []) => list.map(({ name, description }) => ({ name, description }));
  const typed = (list = []) =>
    list.map(({ name, description, type }) => ({ name, description, value: { type: type?.text } }));
  const properties = members?.filter(({ kind }) => kind === "field");
  return {
    name: tagName,
    description: summary,
    attributes: typed(attributes).map((each) =>
      each.value.type === "boolean" ? { ...each, value: { kind: "no-value" } } : each,
    ),
    slots: slots?.map(({ name, description }) => ({ name: name || "default", description })),
    js: { properties: typed(properties), events: named(events) },
    css: { parts: named(cssParts), properties: named(cssProperties) },
  };
}

/** The attributes of an element, as VS Code reads them. */
function toCustomData({ tagName, summary, attributes = [] }) {
  return {
    name: tagName,
    description: summary,
    attributes: attributes.map(({ name, description, type }) => ({
      name,
      description,
      ...(type?.text === "boolean" && { valueSet: "v" }),
      ...(VALUES[name] && { values: VALUES[name].map((value) => ({ name: value })) }),
    })),
  };
}

/** Writes `web-types.json` and `vscode.html-custom-data.json` beside the manifest, from what is in it. */
export const editorData = {
  name: "editor-data",
  packageLinkPhase({ customElementsManifest }) {
    const elements = customElementsManifest.modules
      .flatMap(({ declarations }) => declarations ?? [])
      .filter(({ tagName }) => tagName);
    const { name, version } = JSON.parse(readFileSync("package.json", "utf8"));
    const webTypes = {
      $schema: "https://json.schemastore.org/web-types",
      name,
      version,
      "description-markup": "markdown",
      contributions: { html: { elements: elements.map(toWebType) } },
    };
    write("web-types.json", webTypes);
    write("vscode.html-custom-data.json", { version: 1.1, tags: elements.map(toCustomData) });
  },
};

function write(file, content) {
  writeFileSync(`dist/${file}`, `${JSON.stringify(content, null, 2)}\n`);
}
