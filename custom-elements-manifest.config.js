/** Makes `dist/custom-elements.json` from the docstrings of the elements. */
import { editorData } from "./custom-elements-editor-data.js";

const ELEMENTS = ["widget/request-checkout.ts", "widget/request-checkout-status.ts"];
const EVENTS = ["widget/events.ts", "widget/element/checkout-event.ts"];
/** Read, and not listed: what the elements inherit, and the error codes. */
const READ = [
  "widget/element/purchase-element.ts",
  "widget/element/checkout-element.ts",
  "widget/api/problem.ts",
  "server/contract/errors.ts",
];

const toProperty = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

function descendants(node, isWanted) {
  const found = [];
  const visit = (child) => {
    if (isWanted(child)) found.push(child);
    child.forEachChild(visit);
  };
  visit(node);
  return found;
}

/** The analyzer reads literals; ours are made of names by `attributes("client-id", …)`. */
const namedAttributes = {
  name: "named-attributes",
  analyzePhase({ ts, node, moduleDoc }) {
    if (!ts.isClassDeclaration(node)) return;
    const declaration = moduleDoc.declarations?.find(({ name }) => name === node.name.getText());
    const calls = descendants(
      node,
      (child) => ts.isCallExpression(child) && child.expression.getText() === "attributes",
    );
    for (const { text: name } of calls.flatMap((call) => call.arguments)) {
      const fieldName = toProperty(name);
      const member = declaration.members.find((each) => each.name === fieldName);
      // `lang` is every element's own: its docstring is the class's `@attr`.
      if (!member) continue;
      Object.assign(member, { attribute: name, reflects: true });
      const { type, description } = member;
      declaration.attributes = [...(declaration.attributes ?? []), { name, type, description, fieldName }];
    }
  },
};

const codes = new Set();

/** The codes of a `checkout-error`, written out. */
const errorCodes = {
  name: "error-codes",
  analyzePhase({ ts, node }) {
    const name = node.name?.getText();
    if (ts.isVariableDeclaration(node) && name === "ERRORS")
      for (const { name: code, initializer } of descendants(node, ts.isPropertyAssignment))
        if (ts.isObjectLiteralExpression(initializer)) codes.add(code.getText());
    if (ts.isTypeAliasDeclaration(node) && name === "ProblemCode")
      for (const each of descendants(node, ts.isStringLiteral)) codes.add(each.text);
  },
  packageLinkPhase({ customElementsManifest }) {
    const members = customElementsManifest.modules
      .flatMap(({ declarations }) => declarations ?? [])
      .flatMap((declaration) => declaration.members ?? []);
    for (const member of members.filter(({ type }) => type?.text === "ProblemCode"))
      member.type.text = [...codes].map((code) => `"${code}"`).join(" | ");
  },
};

const isPublic = ({ name, privacy = "public" }) =>
  privacy === "public" && !name.startsWith("#") && name !== "view";

/** Leaves what a page can use, under the paths that the package has. */
const publicOnly = {
  name: "public-only",
  packageLinkPhase({ customElementsManifest }) {
    const toDist = (path) => `dist/${path.replace(/^\//, "").replace(/\.ts$/, ".js")}`;
    const kept = customElementsManifest.modules.filter(({ path }) => [...ELEMENTS, ...EVENTS].includes(path));
    for (const module of kept) {
      module.path = toDist(module.path);
      for (const { declaration } of module.exports) declaration.module = toDist(declaration.module);
      for (const declaration of module.declarations) {
        declaration.members = declaration.members?.filter(isPublic);
        declaration.attributes = declaration.attributes?.filter(isPublic);
        declaration.events = declaration.events?.filter(({ name }) => name);
        for (const each of [...(declaration.members ?? []), ...(declaration.attributes ?? [])])
          delete each.inheritedFrom;
        if (declaration.tagName) declaration.superclass = { name: "LitElement", package: "lit" };
        else if (declaration.superclass?.name === "Event") delete declaration.superclass.module;
        else declaration.superclass.module = toDist(declaration.superclass.module);
      }
    }
    customElementsManifest.modules = [...kept, toDefinitions(kept)];
  },
};

/** What `index.ts` does in a loop. */
function toDefinitions(modules) {
  const exports = modules.flatMap(({ path, declarations }) =>
    declarations
      .filter(({ tagName }) => tagName)
      .map(({ name, tagName }) => ({
        kind: "custom-element-definition",
        name: tagName,
        declaration: { name, module: path },
      })),
  );
  return { kind: "javascript-module", path: "dist/widget/index.js", declarations: [], exports };
}

export default {
  globs: [...ELEMENTS, ...EVENTS, ...READ],
  outdir: "dist",
  litelement: true,
  packagejson: false,
  plugins: [namedAttributes, errorCodes, publicOnly, editorData],
};
