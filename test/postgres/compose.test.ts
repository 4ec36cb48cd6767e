import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { temporaryFolder } from "../helpers/companion.ts";
import { processEnvironment, spawnCompanion } from "../helpers/companion-process.ts";
import { administer, startPostgres } from "../helpers/postgres.ts";
import { shared } from "../helpers/shared.ts";

const compose = readFileSync(new URL("../../compose.yaml", import.meta.url), "utf8");

/** The companions' own variables in `compose.yaml`, as Compose hands them over. */
function companionsEnvironment(variables: Record<string, string>): Record<string, string> {
  const [, block = ""] = /\n {2}environment:\n((?: {4}.*\n)+)/.exec(compose) ?? [];
  const lines = block.split("\n").flatMap((line) => /^ {4}(\w+): (.*)$/.exec(line)?.slice(1, 3) ?? []);
  const pairs = Array.from(
    { length: lines.length / 2 },
    (_, at) => [lines[2 * at], lines[2 * at + 1]] as [string, string],
  );
  return Object.fromEntries(
    pairs.map(([name, value]) => [name, interpolate(value.replace(/^"(.*)"$/, "$1"), variables)]),
  );
}

function interpolate(value: string, variables: Record<string, string>): string {
  return value
    .replace(/\$\{(\w+):\+([^${}]*)\$\{(\w+)\}\}/g, (_, name, before, inner) =>
      variables[name] ? before + variables[inner] : "",
    )
    .replace(/\$\{(\w+)(?::\?[^}]*)?\}/g, (_, name) => variables[name] ?? "");
}

describe("compose.yaml", () => {
  const server = shared(async (scope) => {
    const postgres = await startPostgres();
    scope.after(() => postgres.remove());
    return postgres;
  });

  for (const password of [
    "plain",
    "p@ss/w#rd?:&=%",
    "100%25",
    ' it\'s "mine" ',
    "größe-東京",
    "$dollar\\back",
  ])
    test(`works with the password ${JSON.stringify(password)}`, async (t) => {
      const { url } = server();
      const name = `c${crypto.randomUUID().slice(0, 8)}`;
      await administer(url, `CREATE ROLE ${name} LOGIN PASSWORD '${password.replaceAll("'", "''")}'`);
      await administer(url, `CREATE DATABASE ${name} OWNER ${name}`);
      const { DATABASE_URL = "", PGPASSWORD } = companionsEnvironment({ POSTGRES_PASSWORD: password });
      const folder = temporaryFolder(t);
      const here = DATABASE_URL.replace(
        "companion@postgres:5432/checkouts",
        `${name}@127.0.0.1:${new URL(url).port}/${name}`,
      );
      assert.notEqual(here, DATABASE_URL);

      const companion = await spawnCompanion({
        folder,
        environment: { ...processEnvironment(folder), DATABASE_URL: here, PGPASSWORD },
      });
      t.after(() => companion.child.kill("SIGKILL"));

      assert.ok(companion.url, companion.output());
      assert.equal((await fetch(`${companion.url}/readyz`)).status, 200);
    });

  test("trusts nginx, and another proxy where one is named", () => {
    const trusted = (variables: Record<string, string>) => companionsEnvironment(variables).TRUST_PROXY;

    assert.equal(trusted({}), "172.30.0.10");
    assert.equal(trusted({ OUTER_PROXY: "172.30.0.1" }), "172.30.0.10,172.30.0.1");
    assert.match(compose, /ipv4_address: 172\.30\.0\.10\n/);
  });

  test("starts nginx while a companion is down, and gives it the name that nginx.conf asks for", () => {
    const nginx = readFileSync(new URL("../../server/deploy/nginx.conf", import.meta.url), "utf8");

    assert.match(compose, /aliases: \[companions\]/);
    assert.match(nginx, /set \$companions companions:4401;/);
    assert.doesNotMatch(compose.slice(compose.indexOf("  nginx:")), /service_healthy/);
  });
});
