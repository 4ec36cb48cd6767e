import type { Choices } from "./choices.ts";
import { toDeclarations } from "./look.ts";
import { type Place, toAttributes } from "./markup.ts";

/** The code to paste, in the chosen dialect. */
export function toSnippet(choices: Choices, place: Place): string {
  return { html: toHtml, react: toReact, vue: toVue }[choices.code](choices, place);
}

function toHtml(choices: Choices, place: Place): string {
  const style = toStyle(choices, "  ");
  return [
    toScript(place),
    ...(style ? [`<style>\n${style}\n</style>`] : []),
    "",
    ...sandboxNote(place).map((note) => `<!-- ${note} -->`),
    toElement(choices, place, { end: "", text: escapeText(choices.text) }),
  ].join("\n");
}

function toReact(choices: Choices, place: Place): string {
  const style = toStyle(choices, " * ");
  const paid = "oncheckout-paid={({ checkout }) => console.log(checkout)}";
  return [
    "/* index.html, once:",
    indent(toScript(place), " * "),
    ...(style ? [" * Your style sheet:", style] : []),
    ...sandboxNote(place).map((note) => ` * ${note}`),
    " */",
    "// React 19 or newer. On the server: ship when your companion says paid, not when this event does.",
    "export function PayButton() {",
    "  return (",
    indent(toElement(choices, place, { end: `\n  ${paid}`, text: escapeBraces(choices.text) }), "    "),
    "  );",
    "}",
  ].join("\n");
}

function toVue(choices: Choices, place: Place): string {
  const style = toStyle(choices, "");
  return [
    "<!-- index.html, once:",
    indent(toScript(place), "  "),
    "vite.config.js: vue({ template: { compilerOptions: {",
    '  isCustomElement: (tag) => tag.startsWith("request-checkout") } } })',
    ...sandboxNote(place),
    "-->",
    "<script setup>",
    "// A display of it. Ship when your companion says paid.",
    "const onPaid = ({ checkout }) => console.log(checkout);",
    "</script>",
    "",
    "<template>",
    indent(
      toElement(choices, place, { end: '\n  @checkout-paid="onPaid"', text: escapeBraces(choices.text) }),
      "  ",
    ),
    "</template>",
    ...(style ? ["", `<style>\n${style}\n</style>`] : []),
  ].join("\n");
}

function toScript({ scriptUrl, integrity }: Place): string {
  return [
    `<script type="module" src="${scriptUrl}"`,
    `  integrity="${integrity}"`,
    `  crossorigin="anonymous"></script>`,
  ].join("\n");
}

function toElement(choices: Choices, place: Place, { end, text }: { end: string; text: string }): string {
  const attributes = toAttributes(choices, place).map(([name, value]) =>
    value === true ? `\n  ${name}=""` : `\n  ${name}="${escapeText(value)}"`,
  );
  return `<request-checkout${attributes.join("")}${end}>${text}</request-checkout>`;
}

function toStyle(choices: Choices, margin: string): string {
  const declarations = toDeclarations(choices).map(([property, value]) => `  ${property}: ${value};`);
  if (declarations.length === 0) return "";
  return indent(["request-checkout {", ...declarations, "}"].join("\n"), margin);
}

function sandboxNote({ apiUrl }: Place): string[] {
  return apiUrl ? ["api-url is for the sandbox only: leave it out on a live page."] : [];
}

function escapeText(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}

/** What a template language would take for its own. */
function escapeBraces(text: string): string {
  return escapeText(text).replace(/[{}]/g, (sign) => (sign === "{" ? "&#123;" : "&#125;"));
}

function indent(text: string, margin: string): string {
  return text.replace(/^(?!$)/gm, margin);
}
