import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { EnvironmentSchema as SandboxEnvironment } from "../../demo/sandbox/config.ts";
import { EnvironmentSchema } from "../../server/config/environment.ts";
import { ERRORS, REASONS, STATUSES } from "../../server/contract/contract.ts";
import { startDescribed } from "../helpers/described-companion.ts";

const read = (path: string) => readFileSync(path, "utf8");
const { dependencies, devDependencies, scripts } = JSON.parse(read("package.json")) as Record<
  "dependencies" | "devDependencies" | "scripts",
  Record<string, string>
>;

/** The words in backticks in the first column of the table with this first heading. */
function column(file: string, heading: string): string[] {
  const [, rows = ""] =
    read(file).match(new RegExp(`^\\| ${heading} \\|.*\\n\\|[ -|]*\\n((?:\\|.*\\n)+)`, "m")) ?? [];
  const cells = rows.split("\n").map((row) => row.split(" | ")[0] ?? "");
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word as string)).sort();
}

/** `GET /v1/orders/{id}`, without the query. */
function describedRoutes(): string[] {
  return column("server/README.md", "route").map((route) => route.replace(/\?.*/, ""));
}

describe("the tables of the READMEs name what there is, all of it, and nothing else", () => {
  test("variables of the companion", () => {
    assert.deepEqual(column("server/README.md", "variable"), Object.keys(EnvironmentSchema.shape).sort());
  });

  test("variables of the sandbox", () => {
    assert.deepEqual(
      column("demo/sandbox/README.md", "variable"),
      Object.keys(SandboxEnvironment.shape).sort(),
    );
  });

  test("statuses, reasons and error codes", () => {
    assert.deepEqual(column("server/README.md", "status"), [...STATUSES].sort());
    assert.deepEqual(column("server/README.md", "reason"), [...REASONS].sort());
    assert.deepEqual(column("server/README.md", "code"), Object.keys(ERRORS).sort());
  });

  test("each error code stands beside its HTTP status and its hint", () => {
    const lines = read("server/README.md").split("\n");
    for (const [code, { status, hint }] of Object.entries(ERRORS)) {
      const line = lines.find((each) => each.startsWith(`| \`${code}\` | ${status} |`));
      assert.ok(line?.endsWith(` | ${hint} |`), `${code} ${status} ${hint}`);
    }
  });

  test("routes of the companion", async (t) => {
    const { document } = await startDescribed(t);
    const routes = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const files = ["GET /widget/*"];

    assert.deepEqual(describedRoutes(), [...routes, ...files].sort());
  });

  test("dependencies, each with its reason", () => {
    assert.deepEqual(
      column("CONTRIBUTING.md", "package"),
      Object.keys({ ...dependencies, ...devDependencies }).sort(),
    );
  });

  test("commands", () => {
    const told = new Set(
      column("CONTRIBUTING.md", "command").map((line) => line.replace(/^npm (run )?(\S+).*/, "$2")),
    );
    const known = Object.keys(scripts).filter((name) => !/^build:|^prepack$/.test(name));

    assert.deepEqual([...told].sort(), known.sort());
  });
});

describe("links between the documents", () => {
  const documents = [
    ...globSync("**/*.md", { exclude: (name) => /node_modules|dist/.test(name) }),
    ".changeset/README.md",
  ];
  const slug = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\d\s-]/gu, "")
      .trim()
      .replaceAll(" ", "-");
  const anchors = (path: string) =>
    [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => slug(heading));

  for (const path of documents) {
    test(`${path} links to what is there`, () => {
      const links = [...read(path).matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)/g)];
      for (const [, file = "", anchor] of links) {
        const target = file === "" ? path : join(dirname(path), file);
        assert.ok(existsSync(target), `${target} is not there`);
        if (anchor) assert.ok(anchors(target).includes(anchor), `${target} has no heading #${anchor}`);
      }
    });
  }
});
