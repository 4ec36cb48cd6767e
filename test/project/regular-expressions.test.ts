import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { isSafe } from "redos-detector";
import { parseAst } from "vite";

/** More ways to match the same text than this are taken for too many. */
const MAX_SCORE = 200;

/** Those that may go back over what they have read, and why nobody can make them do it for long. */
const BOUNDED: Record<string, string> = {
  "server/catalog/open-amounts.ts /^(.+):(\\d+(?:\\.\\d+)?)-(\\d+(?:\\.\\d+)?)$/":
    "reads OPEN_AMOUNTS, which is the merchant's own, at the start",
  "server/pages/routes.ts /\\/*$/": "reads PUBLIC_URL, which is the merchant's own, at the start",
  "server/store/postgres/set-based.ts /VALUES \\(([^()]*)\\)/": "reads our own SQL, once for each statement",
  "server/store/sql/dialect.ts /\\{([a-z_ ]{1,22})(?: (\\$\\d+))?\\}/g":
    "reads our own SQL, and goes back over at most 22 characters",
  "widget/lib/safe-urls.ts /\\/+$/": "reads the page's own attributes",
  "widget/api/request-api.ts /\\/+$/": "reads the page's own `api-url` attribute",
  "widget/purchase/decimal.ts /(\\.\\d*?)0+$/": "reads what isDecimal has let through: at most 61 characters",
  "widget/i18n/format.ts /\\{(\\w+)\\}/g":
    "reads labels, and goes back over a name once: what it has left is no brace, so no other match begins in it",
};

/** Every regular expression that the shipped sources write out, by file. */
function literalsOf(path: string): RegExp[] {
  const found: RegExp[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if ("regex" in node) {
      const { pattern, flags } = node.regex as { pattern: string; flags: string };
      found.push(new RegExp(pattern, flags));
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(readFileSync(path, "utf8"), { lang: "ts" }, path));
  return found;
}

const files = globSync("{server,widget}/**/*.ts").sort();
const all = files.flatMap((path) => literalsOf(path).map((expression) => ({ path, expression })));
const verdicts = new Map<string, boolean>();

/** Judges each expression once: one of them takes seconds. The timeout is far above that, so that a busy machine changes nothing. */
function isLinear(expression: RegExp): boolean {
  const key = String(expression);
  const verdict = verdicts.get(key) ?? isSafe(expression, { maxScore: MAX_SCORE, timeout: 50_000 }).safe;
  verdicts.set(key, verdict);
  return verdict;
}

describe("regular expressions of the shipped sources", () => {
  test("are found, and the judge can tell", () => {
    assert.ok(all.length >= 50, `${all.length}`);
    for (const bad of [/^(a+)+$/, /^(\d+|\d+)$/, /a*a*b/, /^\s+|\s+$/g]) assert.equal(isLinear(bad), false);
  });

  for (const { path, expression } of all) {
    const name = `${path} ${expression}`;
    if (name in BOUNDED) continue;
    // input: R17
    test(`${name} takes no longer than its input is long`, () => {
      assert.equal(isLinear(expression), true);
    });
  }

  test("that need an argument are still there, and still need it", () => {
    const doubtful = all.filter(({ expression }) => !isLinear(expression));
    assert.deepEqual(
      doubtful.map(({ path, expression }) => `${path} ${expression}`).sort(),
      Object.keys(BOUNDED).sort(),
    );
  });

  test("are written out: none is made from text", () => {
    for (const path of files) assert.doesNotMatch(readFileSync(path, "utf8"), /\bRegExp\(/, path);
  });
});
