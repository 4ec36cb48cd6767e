import { globSync, readFileSync } from "node:fs";

/** What a person reads who uses the project, and does not change it. */
export const GUIDES: readonly string[] = [
  "README.md",
  "llms.txt",
  ...globSync("docs/*.md").sort(),
  ...globSync("server/deploy/templates/*.md"),
];

/** Every document of the repository. */
export const READMES: readonly string[] = globSync("**/*.md", {
  exclude: (name) => /node_modules|dist/.test(name),
}).sort();

export interface Block {
  file: string;
  language: string;
  code: string;
}

export function read(path: string): string {
  return readFileSync(path, "utf8");
}

/** The fenced code of a document, without the indentation of a list. */
export function blocksOf(file: string): Block[] {
  return [...read(file).matchAll(/^( *)```(\w*)\n([\s\S]*?)^ *```$/gm)].map(
    ([, indent = "", language = "", code = ""]) => ({
      file,
      language,
      code: code
        .split("\n")
        .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
        .join("\n"),
    }),
  );
}

export function blocksIn(language: string): Block[] {
  return GUIDES.flatMap(blocksOf).filter((block) => block.language === language);
}

/** Something that a setting accepts, where a document leaves out a secret. */
export function fillIn(value: string): string {
  return value.replace("…", "x".repeat(40));
}

/** `NAME=value`, and what a `#` right before it turns off. */
export function settingsIn(text: string): [name: string, value: string][] {
  return [...text.matchAll(/^#?([A-Z][A-Z_]*)=(.*)$/gm)].map(([, name = "", value = ""]) => [
    name,
    fillIn(value),
  ]);
}
