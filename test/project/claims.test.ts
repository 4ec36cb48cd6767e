import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, test } from "node:test";
import { COMMANDS } from "../../server/cli/commands.ts";
import { EnvironmentSchema } from "../../server/config/environment.ts";
import { ERRORS, NotificationSchema, REASONS, STATUSES, WARNINGS } from "../../server/contract/contract.ts";
import { isSourceToken, isTestAsset, toAsset } from "../../server/domain/currency.ts";
import { SYMBOL_ALIASES, TOKENS } from "../../server/domain/token-list.ts";
import { GUIDES, read, settingsIn } from "./documents.ts";

/** Variables that are not the companion's. */
const FOREIGN = ["NODE_ENV", "RAILWAY_RUN_UID"];
/** Words of other products. */
const FOREIGN_WORDS = [
  "fixed_price",
  "unfiltered_html",
  "local_price",
  "pricing_type",
  "no_price",
  "hosted_url",
  "redirect_url",
];

/** Every text in backticks. */
function codeIn(file: string): string[] {
  const text = readFileSync(file, "utf8").replaceAll(/^ *```[\s\S]*?^ *```$/gm, "");
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
}

/** The rows of the table with this heading, by cell. */
function rowsOf(file: string, heading: string): string[][] {
  const start = `| ${heading} |`;
  const [, rest = ""] = read(file).split(`\n${start}`);
  const [table = ""] = rest.split("\n\n");
  const rows = table.split("\n").slice(2);
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("README", () => {
  test("has at most 150 lines", () => {
    assert.ok(read("README.md").trimEnd().split("\n").length <= 150);
  });

  test("has five rows of troubleshooting, and a picture", () => {
    assert.equal(rowsOf("README.md", "you see").length, 5);
    assert.match(read("README.md"), /!\[[^\]]+\]\([^)]+\.png\)/);
  });
});

describe("settings", () => {
  const names = Object.keys(EnvironmentSchema.shape).sort();

  test(".env.example has every setting once", () => {
    const named = settingsIn(read(".env.example")).map(([name]) => name);

    assert.deepEqual(named.sort(), names);
  });

  test(".env.example has values that each setting takes", () => {
    for (const [name, value] of settingsIn(read(".env.example"))) {
      const schema = EnvironmentSchema.shape[name as keyof typeof EnvironmentSchema.shape];
      assert.ok(schema.safeParse(value).success, `${name}=${value}`);
    }
  });

  test(".env.example names the defaults as they are", () => {
    const [, defaults = ""] = read(".env.example").split("Defaults are shown.");
    assert.ok(settingsIn(defaults).length > 0);
    for (const [name, value] of settingsIn(defaults)) {
      const schema = EnvironmentSchema.shape[name as keyof typeof EnvironmentSchema.shape];
      assert.deepEqual(schema.parse(undefined), schema.parse(value), name);
    }
  });

  for (const file of GUIDES)
    test(`${file} names only settings that exist`, () => {
      const named = codeIn(file).flatMap((code) => code.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? []);

      assert.deepEqual(
        named.filter((name) => ![...names, ...FOREIGN].includes(name)),
        [],
      );
    });
});

describe("codes", () => {
  test("words in snake case are statuses, reasons, errors or warnings", () => {
    const known: readonly string[] = [
      ...STATUSES,
      ...REASONS,
      ...Object.keys(ERRORS),
      ...WARNINGS,
      ...FOREIGN_WORDS,
    ];
    for (const file of GUIDES) {
      const words = codeIn(file).flatMap(
        (code) => code.match(/(?<![\w.:/])[a-z]+(?:_[a-z]+)+(?![\w.:/])/g) ?? [],
      );
      assert.deepEqual(
        words.filter((word) => !known.includes(word)),
        [],
        file,
      );
    }
  });

  test("the table of orders names every status", () => {
    const statuses = rowsOf("docs/operating.md", "label").flatMap(
      ([, status = ""]) => status.match(/\w+/g) ?? [],
    );

    assert.deepEqual([...new Set(statuses)].sort(), [...STATUSES].sort());
  });

  test("types of notifications are those that are sent", () => {
    const types = GUIDES.flatMap(codeIn).filter((code) => /^checkout\.\w+$/.test(code));
    assert.ok(types.length > 2);
    for (const type of types) NotificationSchema.shape.type.parse(type);
  });

  test("the warnings of the companion", () => {
    const named = rowsOf("server/README.md", "warning").flatMap(([name = ""]) => name.match(/\w+/g) ?? []);

    assert.deepEqual(named.sort(), [...WARNINGS].sort());
  });

  test("the commands of the program", () => {
    const commands = [...read("docs/reference.md").matchAll(/^npm (?:run )?(\S+) -- --help$/gm)];

    assert.deepEqual(commands.map(([, name]) => name).sort(), Object.keys(COMMANDS).sort());
  });
});

describe("payments.md", () => {
  const rows = rowsOf("docs/payments.md", "currency");
  const idsOf = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, id = ""]) => id);

  test("lists the currencies that are known by name", () => {
    assert.deepEqual(rows.flatMap(([ids]) => idsOf(ids)).sort(), TOKENS.map(({ id }) => id).sort());
  });

  test("puts each currency beside its coin", () => {
    const coins: Record<string, (id: string) => boolean> = {
      USDC: (id) => toAsset(id).symbol === "usdc" && !isTestAsset(toAsset(id)),
      USDT: (id) => toAsset(id).symbol === "usdt" && !isTestAsset(toAsset(id)),
      "the network's own coin": (id) => ["eth", "matic"].includes(toAsset(id).symbol),
      "test coins without value": (id) => isTestAsset(toAsset(id)),
    };
    for (const [ids, coin = ""] of rows)
      for (const id of idsOf(ids)) assert.ok(coins[coin]?.(id), `${id}: ${coin}`);
  });

  test("names the coins that a cross-chain payer can give", () => {
    assert.match(read("docs/payments.md"), /The payer gives USDC or USDT on /);
    assert.ok(isSourceToken("usdc") && isSourceToken("usdt"));
    assert.equal(SYMBOL_ALIASES.usdt0, "usdt");
  });
});

describe("lists that reference.md points to", () => {
  test("fields of notifications", () => {
    const [, example = ""] = read("server/README.md").match(/```json\n(\{\n {2}"type"[\s\S]*?)```/) ?? [];
    const { data, ...rest } = JSON.parse(example) as { data: object };

    assert.deepEqual(Object.keys({ ...rest, data }).sort(), Object.keys(NotificationSchema.shape).sort());
    assert.deepEqual(Object.keys(data).sort(), Object.keys(NotificationSchema.shape.data.shape).sort());
  });

  test("languages of the elements", () => {
    const names = new Intl.DisplayNames("en", { type: "language" });
    const codes = globSync("widget/**/languages/*.ts").map((path) => basename(path, ".ts"));
    const [, list = ""] = read("widget/README.md").match(/^## Languages\n\n([^.]+)\./m) ?? [];

    assert.ok(codes.length > 10);
    for (const code of codes) assert.ok(list.includes(names.of(code) ?? code), code);
    assert.equal(list.split(/, | and\s/).length, codes.length + 1, "English needs no file");
  });
});

test("llms.txt links to files that exist", () => {
  const links = [...read("llms.txt").matchAll(/\]\(([^)]+)\)/g)].map(([, path = ""]) => path);

  assert.ok(links.length > 10);
  assert.deepEqual(
    links.filter((path) => !existsSync(path)),
    [],
  );
});
