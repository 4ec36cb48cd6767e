import { html, type TemplateResult } from "lit";

/** Comments, strings, tags, and names before an equals sign: enough to be read more easily, in any of the dialects. */
const PATTERNS: [kind: string, pattern: string][] = [
  ["remark", String.raw`<!--[\s\S]*?-->|\/\*[\s\S]*?\*\/|^[ \t]*(?:#|\/\/).*$`],
  ["string", String.raw`"[^"\n]*"`],
  ["tag", String.raw`<\/?[a-z][\w-]*|\/?>`],
  ["name", String.raw`[@\w-]+(?==)|--[\w-]+(?=:)`],
];
const TOKEN = new RegExp(PATTERNS.map(([, pattern]) => `(${pattern})`).join("|"), "gm");

/** A text with its parts marked. What is read as text is the same, letter for letter. */
export function highlight(text: string): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const kind = PATTERNS[match.slice(1).findIndex((group) => group !== undefined)]?.[0] ?? "";
    parts.push(text.slice(end, match.index), html`<span class=${kind}>${match[0]}</span>`);
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}
