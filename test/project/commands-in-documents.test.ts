import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { describe, test } from "node:test";
import { COMMANDS } from "../../server/cli/commands.ts";
import { READMES, read } from "./documents.ts";

const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const DOCUMENTS = [...READMES, "llms.txt", ".env.example", ...globSync(".github/**/*.{md,yml}")];
/** Stands for any of them. */
const PLACEHOLDERS = ["COMMAND", "X", "…"];

/** A command as a text names it, up to where it ends. */
interface Mention {
  file: string;
  name: string;
  rest: string;
}

function mentionsOf(pattern: RegExp): Mention[] {
  return DOCUMENTS.flatMap((file) =>
    [...read(file).matchAll(pattern)].map(([, name = "", rest = ""]) => ({ file, name, rest })),
  ).filter(({ name }) => !PLACEHOLDERS.includes(name));
}

const SCRIPTS = mentionsOf(/\bnpm run (?:--silent )?([\w:-]+)([^`\n|]*)/g);
const PROGRAMS = mentionsOf(/\bnpx request-checkout ([\w-]+)([^`\n|]*)/g);

describe("documents", () => {
  test("name scripts that exist", () => {
    assert.ok(SCRIPTS.length > 30);
    assert.deepEqual(
      SCRIPTS.filter(({ name }) => !(name in scripts)),
      [],
    );
  });

  test("name commands of the program that exist", () => {
    assert.ok(PROGRAMS.length > 0);
    assert.deepEqual(
      PROGRAMS.filter(({ name }) => !(name in COMMANDS)),
      [],
    );
  });

  for (const [name, { load }] of Object.entries(COMMANDS))
    test(`name only options that ${name} has`, async () => {
      const help = (await load()).command.help(name);
      const known = new Set([...help.matchAll(/--[\w-]+/g)].map(([option]) => option));
      for (const mention of [...SCRIPTS, ...PROGRAMS].filter((each) => each.name === name)) {
        const options = [...mention.rest.matchAll(/(?<=\s)--[a-z][\w-]*/g)].map(([option]) => option);
        assert.deepEqual(
          options.filter((option) => !known.has(option)),
          [],
          mention.file,
        );
      }
    });
});
