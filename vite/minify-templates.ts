import { transform } from "lightningcss";
import { type ESTree, type Plugin, parseAst } from "vite";

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Takes the indentation out of Lit's `css` and `html` templates, which a minifier of scripts leaves as they are. */
export function minifyTemplates(): Plugin {
  return {
    name: "minify-templates",
    enforce: "post",
    transform(code, id) {
      if (!id.includes("/widget/")) return null;
      const edits = templatesOf(parseAst(code)).flatMap(editsOf);
      return edits.length > 0 ? { code: apply(code, edits), map: null } : null;
    },
  };
}

function templatesOf(root: unknown): ESTree.TaggedTemplateExpression[] {
  if (typeof root !== "object" || root === null) return [];
  const found = Object.values(root).flatMap(templatesOf);
  const node = root as ESTree.Node;
  return node.type === "TaggedTemplateExpression" ? [node, ...found] : found;
}

function editsOf({ tag, quasi }: ESTree.TaggedTemplateExpression): Edit[] {
  const name = tag.type === "Identifier" ? tag.name : "";
  if (name === "css" && quasi.quasis.length > 1)
    throw new Error("a css template with expressions is not minified");
  if (name !== "css" && name !== "html" && name !== "svg") return [];
  return quasi.quasis.map(({ start, end, value, tail }, index) => ({
    start,
    end,
    text:
      name === "css" ? minifyCss(value.raw) : joinLines(value.raw, { isFirst: index === 0, isLast: tail }),
  }));
}

function minifyCss(css: string): string {
  const { code } = transform({ filename: "styles.css", code: Buffer.from(css), minify: true });
  return code.toString();
}

/** A line break beside a tag or between expressions is indentation; inside of a text or a tag it is a space. */
function joinLines(html: string, { isFirst, isLast }: { isFirst: boolean; isLast: boolean }): string {
  const lines = html.split("\n").map((line, index) => (index > 0 ? line.trimStart() : line));
  return lines.reduce((before, line) => {
    const text = before.trimEnd();
    const isEdge = text === "" ? isFirst || line === "" : isLast && line === "";
    const isIndentation = isEdge || text.endsWith(">") || line.startsWith("<");
    return `${text}${isIndentation ? "" : " "}${line}`;
  });
}

function apply(code: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: piece }) => text.slice(0, start) + piece + text.slice(end), code);
}
