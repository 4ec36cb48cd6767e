import assert from "node:assert/strict";
import { globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { type ESTree, parseAst } from "vite";
import { pruneBuilds } from "../../vite/keep-builds.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

/** All nodes of a kind in a module. */
function find<Type extends ESTree.Node["type"]>(
  path: string,
  type: Type,
): Extract<ESTree.Node, { type: Type }>[] {
  const found: Extract<ESTree.Node, { type: Type }>[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if ("type" in node && node.type === type) found.push(node as (typeof found)[number]);
    Object.values(node).forEach(visit);
  };
  visit(parseAst(readFileSync(path, "utf8"), { lang: path.endsWith(".ts") ? "ts" : "js" }));
  return found;
}

test("the elements' modules load nothing but what a bundler can see: each import names a file of the package", () => {
  const modules = globSync("dist/widget/**/*.js");
  const sources = modules.flatMap((path) =>
    find(path, "ImportExpression").map(({ source }) => ({ path, source })),
  );

  assert.ok(sources.length >= 15);
  for (const { path, source } of sources) {
    assert.equal(source.type, "Literal", path);
    const target = new URL(String((source as ESTree.StringLiteral).value), `file:///${path}`).pathname.slice(
      1,
    );
    assert.ok(modules.includes(target), `${path} imports ${target}`);
  }
});

test("the build of the scripts matches no source and no output with regular expressions", () => {
  for (const path of ["vite.config.ts", ...globSync("vite/*.ts")])
    assert.deepEqual(
      find(path, "Literal").filter((literal) => "regex" in literal),
      [],
      path,
    );
});

test("the chunks of the last three builds are kept, those of older ones removed", (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(`${folder}/chunks`);
  const build = (id: string) => {
    for (const name of [`engine-${id}.js`, `engine-${id}.js.br`])
      writeFileSync(`${folder}/chunks/${name}`, id);
    pruneBuilds(folder, id);
  };

  for (const id of ["aaaaaaaa", "bbbbbbbb", "bbbbbbbb", "cccccccc", "dddddddd"]) build(id);

  assert.deepEqual(JSON.parse(readFileSync(`${folder}/chunks/builds.json`, "utf8")), [
    "dddddddd",
    "cccccccc",
    "bbbbbbbb",
  ]);
  assert.deepEqual(readdirSync(`${folder}/chunks`).sort(), [
    "builds.json",
    ...["bbbbbbbb", "cccccccc", "dddddddd"].flatMap((id) => [`engine-${id}.js`, `engine-${id}.js.br`]),
  ]);
});
