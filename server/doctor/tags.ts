import { Parser } from "htmlparser2";

/** A start tag of a page, its name and its attributes' names in lower case. */
export interface Tag {
  name: string;
  attributes: ReadonlyMap<string, string>;
}

/** The start tags of an HTML page in their order, without those in comments and in scripts. */
export function readTags(html: string): Tag[] {
  const tags: Tag[] = [];
  const parser = new Parser({
    onopentag(name, attributes, isImplied) {
      if (!isImplied) tags.push({ name, attributes: new Map(Object.entries(attributes)) });
    },
  });
  parser.end(html);
  return tags;
}
