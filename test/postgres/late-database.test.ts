import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { temporaryFolder } from "../helpers/companion.ts";
import { processEnvironment, spawnCompanion } from "../helpers/companion-process.ts";
import { startPostgres } from "../helpers/postgres.ts";

const UNIT = new URL("../../server/deploy/request-checkout.service", import.meta.url).pathname;

/** `Name=value` lines of a section of the unit. */
function section(name: string): Map<string, string> {
  const [, lines = ""] =
    new RegExp(`^\\[${name}\\]\\n((?:(?!\\[).*\\n?)*)`, "m").exec(readFileSync(UNIT, "utf8")) ?? [];
  const pairs = lines.split("\n").filter((line) => /^\w+=/.test(line));
  return new Map(pairs.map((line) => line.split(/=(.*)/s, 2) as [string, string]));
}

describe("a database that comes up late", () => {
  test("ends the process with one line and 1, and the next start finds it", async (t) => {
    const server = await startPostgres();
    t.after(() => server.remove());
    const folder = temporaryFolder(t);
    const start = (DATABASE_URL: string) =>
      spawnCompanion({ folder, environment: { ...processEnvironment(folder), DATABASE_URL } });
    await server.stop();

    const early = await start(server.url);

    assert.deepEqual(await early.ended, [1, null]);
    assert.match(
      early.output(),
      /^PostgreSQL at 127\.0\.0\.1\/postgres can't be used: nothing listens there\..*\n$/,
    );
    await server.start();
    const late = await start(server.url);
    t.after(() => late.child.kill("SIGKILL"));
    assert.ok(late.url, late.output());
  });

  for (const [what, change, says] of [
    ["a wrong password", (url: string) => url.replace(":test@", ":wrong-secret@"), /the password is wrong/],
    ["no such database", (url: string) => url.replace(/postgres$/, "nowhere"), /there is no such database/],
    [
      "no such host",
      (url: string) => url.replace("127.0.0.1", "nowhere.invalid"),
      /no such host|looked up now|does not answer/,
    ],
  ] as const)
    test(`${what} › one line, which names no secret`, async (t) => {
      const server = await startPostgres();
      t.after(() => server.remove());
      const folder = temporaryFolder(t);
      const environment = { ...processEnvironment(folder), DATABASE_URL: change(server.url) };

      const { ended, output } = await spawnCompanion({ folder, environment });

      assert.deepEqual(await ended, [1, null]);
      assert.match(output(), says);
      assert.equal(output().trim().split("\n").length, 1);
      assert.doesNotMatch(output(), /secret|test@/);
    });

  test("does not make systemd give up", () => {
    assert.equal(section("Unit").get("StartLimitIntervalSec"), "0");
    assert.equal(section("Service").get("Restart"), "always");
    assert.ok(Number(section("Service").get("RestartSec")) <= 5);
    // Nothing keeps the unit waiting, or failed, because another one is.
    assert.equal(section("Unit").has("Requires"), false);
  });

  if (!existsSync("/usr/bin/systemd-analyze")) console.log("systemd is not here: it does not check its unit");
  else
    test("systemd finds no fault in the unit", () => {
      const { stderr, status } = spawnSync("systemd-analyze", ["verify", UNIT], { encoding: "utf8" });

      assert.deepEqual([stderr, status], ["", 0]);
    });
});
