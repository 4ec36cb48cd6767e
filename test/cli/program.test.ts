import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { COMMANDS } from "../../server/cli/commands.ts";
import { programName } from "../../server/cli/program/program-name.ts";
import { BARE_ENVIRONMENT } from "../helpers/bare-environment.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { run } from "./harness.ts";

const { version, scripts } = JSON.parse(readFileSync("package.json", "utf8"));

describe("request-checkout", () => {
  test("without a command, or with an unknown one, ends with 2 and lists all on stderr", async () => {
    for (const args of [[], ["sandbax"], ["constructor"]]) {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stdout], [2, ""]);
      for (const name of Object.keys(COMMANDS)) assert.match(stderr, new RegExp(`^  ${name} `, "m"));
    }
  });

  test("prints its help and its version on stdout", async () => {
    const help = await run(["--help"]);
    assert.match(help.stdout, /^Usage: request-checkout <command>/);
    assert.deepEqual([help.code, help.stderr], [0, ""]);
    for (const args of [["--version"], ["doctor", "--version"]])
      assert.deepEqual(await run(args), { code: 0, stdout: version, stderr: "" });
  });

  for (const name of Object.keys(COMMANDS)) {
    test(`${name} describes itself with --help, and refuses an unknown option in one line`, async () => {
      const help = await run([name, "--help"]);
      assert.match(help.stdout, new RegExp(`^Usage: request-checkout ${name} `));
      assert.deepEqual([help.code, help.stderr], [0, ""]);
      assert.deepEqual(await run(["help", name]), help);

      assert.deepEqual(await run([name, "--nope"]), {
        code: 2,
        stdout: "",
        stderr: `request-checkout ${name}: unknown option --nope. See request-checkout ${name} --help.`,
      });
    });

    test(`npm run ${name} runs the same program`, () => {
      assert.ok(scripts[name].endsWith(` server/cli/bin.js ${name}`), scripts[name]);
    });
  }

  test("backup --help makes no file of that name", async () => {
    await run(["backup", "--help"]);
    assert.equal(existsSync("--help"), false);
  });

  test("refuses an argument too many, and an option without its value", async () => {
    assert.equal(
      (await run(["start", "now"])).stderr.split(" See ")[0],
      "request-checkout start: unexpected argument now.",
    );
    assert.deepEqual([(await run(["doctor", "--page"])).code, (await run(["start", "now"])).code], [2, 2]);
  });
});

describe("usage lines name the program that was called:", () => {
  const own = {
    npm_package_name: "request-checkout",
    npm_lifecycle_event: "doctor",
    npm_command: "run-script",
  };
  for (const [called, env, script] of [
    ["npm run doctor --", own, "/shop/server/cli/bin.js"],
    ["npx request-checkout doctor", { npm_command: "exec" }, "/shop/node_modules/.bin/request-checkout"],
    ["request-checkout doctor", {}, "/usr/bin/request-checkout"],
    ["node --run doctor --", { NODE_RUN_SCRIPT_NAME: "doctor" }, "/shop/server/cli/bin.js"],
    ["node server/cli/bin.js doctor", {}, "/shop/server/cli/bin.js"],
  ] as const)
    test(called, () => assert.equal(programName("doctor", { env, script, cwd: "/shop" }), called));
});

describe("--env-file", () => {
  const args = ["offer", "--amount", "1", "--currency", "USDC-base", "--env-file"];

  test("names the file that holds the settings; the environment wins", async (t) => {
    const path = join(temporaryFolder(t), "shop.env");
    writeFileSync(path, `OFFER_SECRET=${"s".repeat(32)}\n`);

    const { code, stdout } = await run([...args, path]);
    assert.deepEqual([code, stdout.split(".").length], [0, 3]);
    assert.match((await run([...args, path], { OFFER_SECRET: "short" })).stderr, /at least 32/);
  });

  test("says in one line that a file is missing, or is a folder", async (t) => {
    const folder = temporaryFolder(t);
    const missing = join(folder, "none.env");
    const expected = { code: 1, stdout: "" };
    assert.deepEqual(await run([...args, missing]), {
      ...expected,
      stderr: `--env-file: ${missing} does not exist.`,
    });
    assert.match((await run([...args, folder])).stderr, /is a folder/);
  });
});

test("offer prints a signed offer and nothing else", async () => {
  const args = ["offer", "--amount", "12.50", "--currency", "USDC-base"];

  const { code, stdout } = await run(args, { OFFER_SECRET: "s".repeat(32) });

  assert.deepEqual([code, /^[\w-]+\.[\w-]+\.[\w-]+$/.test(stdout)], [0, true]);
});

test("on an old Node one line says which is needed", () => {
  // The release is what the script reads first, so an old one is played by what it reads.
  const play = "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });";
  const preload = `data:text/javascript,${encodeURIComponent(play)}`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", preload, "server/cli/bin.js", "start"],
    { encoding: "utf8", env: BARE_ENVIRONMENT as NodeJS.ProcessEnv },
  );
  assert.deepEqual(
    [status, stdout, stderr],
    [1, "", "request-checkout needs Node 24 or newer. This is Node 20.20.2.\n"],
  );
});
