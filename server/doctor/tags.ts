/** A start tag of a page, its name and its attributes' names in lower case. */
export interface Tag {
  name: string;
  attributes: ReadonlyMap<string, string>;
}

const SPACE = /\s/;
const NAME_START = /[a-z]/i;
const RAW_TEXT = new Set(["script", "style", "textarea", "title"]);
const ENTITIES: Record<string, string> = {
  amp: "&",
  quot: '"',
  apos: "'",
  "#39": "'",
  "#34": '"',
  lt: "<",
  gt: ">",
};

/** The start tags of an HTML page in their order, without those in comments and in scripts. Goes over the text once. */
export function readTags(html: string): Tag[] {
  const tags: Tag[] = [];
  const lower = html.toLowerCase();
  for (let at = html.indexOf("<"); at >= 0; at = html.indexOf("<", at)) {
    if (html.startsWith("<!--", at)) {
      at = endOf(html, "-->", at + 4);
      continue;
    }
    at += 1;
    if (!NAME_START.test(html[at] ?? "")) continue;
    const { tag, end } = readTag(html, at);
    tags.push(tag);
    at = RAW_TEXT.has(tag.name) ? endOf(lower, `</${tag.name}`, end) : end;
  }
  return tags;
}

function endOf(html: string, what: string, from: number): number {
  const at = html.indexOf(what, from);
  return at < 0 ? html.length : at + what.length;
}

function readTag(html: string, from: number): { tag: Tag; end: number } {
  let at = from;
  const readUntil = (isEnd: (char: string) => boolean): string => {
    const start = at;
    while (at < html.length && !isEnd(html[at] as string)) at += 1;
    return html.slice(start, at);
  };
  const isBreak = (char: string) => SPACE.test(char) || char === ">" || char === "/";
  const name = readUntil(isBreak).toLowerCase();
  const attributes = new Map<string, string>();
  for (;;) {
    readUntil((char) => !SPACE.test(char) && char !== "/");
    if (at >= html.length || html[at] === ">") return { tag: { name, attributes }, end: at + 1 };
    const attribute = readUntil((char) => isBreak(char) || char === "=").toLowerCase();
    readUntil((char) => !SPACE.test(char));
    if (html[at] !== "=") {
      if (!attributes.has(attribute)) attributes.set(attribute, "");
      continue;
    }
    at += 1;
    readUntil((char) => !SPACE.test(char));
    const quote = html[at];
    const isQuoted = quote === '"' || quote === "'";
    if (isQuoted) at += 1;
    const value = readUntil((char) => (isQuoted ? char === quote : SPACE.test(char) || char === ">"));
    if (isQuoted) at += 1;
    if (!attributes.has(attribute)) attributes.set(attribute, decode(value));
  }
}

function decode(text: string): string {
  return text.replaceAll(/&(#?\w{1,8});/g, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole);
}
