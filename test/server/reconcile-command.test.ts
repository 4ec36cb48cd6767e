import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { promisify } from "node:util";
import { buildSandbox } from "../../demo/sandbox/sandbox.ts";
import { BARE_ENVIRONMENT } from "../helpers/bare-environment.ts";
import { CATALOG, environment, purchase, startCompanion, temporaryFolder } from "../helpers/companion.ts";

const main = new URL("../../server/cli/bin.js", import.meta.url).pathname;

async function reconcile(t: TestContext, args: readonly string[], changes: Record<string, string>) {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "catalog.json"), JSON.stringify(CATALOG));
  const env = { ...BARE_ENVIRONMENT, ...environment(changes) };
  const run = promisify(execFile)(process.execPath, [main, "reconcile", ...args], { cwd: folder, env });
  return run
    .then(({ stdout }) => ({ code: 0, output: stdout }))
    .catch(({ code, stderr }) => ({ code, output: String(stderr) }));
}

describe("npm run reconcile", () => {
  test("finds what was paid in a span, while the companion runs on the same file", async (t) => {
    const sandbox = buildSandbox({ ratePerSecond: 0 });
    t.after(() => sandbox.close());
    const apiUrl = await sandbox.listen({ host: "127.0.0.1", port: 0 });
    const access = { REQUEST_API_URL: apiUrl, REQUEST_API_KEY: "sk_sandbox" };
    const companion = await startCompanion(t, {
      environment: access,
      reconciler: { backfillEveryMs: 1e9, idleMs: 1e6 },
    });
    const body = purchase({ link: undefined });
    const { body: opened } = await companion.open(body);
    const token = new URL(String(opened.securePaymentUrl)).searchParams.get("token");
    await fetch(`${apiUrl}/sandbox/payments/${token}/pay`, { method: "POST" });

    const database = { DATABASE_URL: companion.databaseUrl };
    const { code, output } = await reconcile(t, ["--since", "2020-01-01"], { ...access, ...database });

    assert.equal(code, 0, output);
    assert.match(output, /1 payments read, 1 checkouts changed/);
    assert.equal((await companion.get(`/v1/checkouts/${body.id}`)).body.status, "paid");
  });

  test("says what it needs", async (t) => {
    const { code, output } = await reconcile(t, ["--since", "yesterday"], {});

    assert.equal(code, 1);
    assert.match(output, /--since must be a date/);
    assert.match(output, /--help/);
  });

  for (const [args, fault, exitCode] of [
    [["--sinse", "2026-01-01"], /sinse/, 2],
    [["--since", "2026-02-30"], /must be a date/, 1],
    [["--since", "2999-01-01"], /future/, 1],
  ] as const) {
    test(`refuses ${args.join(" ")} in one line, not a stack`, async (t) => {
      const { code, output } = await reconcile(t, args, { REQUEST_API_KEY: "sk_sandbox" });

      assert.equal(code, exitCode);
      assert.match(output, fault);
      assert.doesNotMatch(output, /^\s+at /m);
    });
  }

  test("refuses a database that is not there, and makes none", async (t) => {
    const path = join(temporaryFolder(t), "typo.db");
    const environment = { REQUEST_API_KEY: "sk_sandbox", DATABASE_URL: `sqlite:${path}` };

    const { code, output } = await reconcile(t, ["--since", "2026-01-01"], environment);

    assert.equal(code, 1);
    assert.match(output, /typo\.db/);
    assert.equal(existsSync(path), false);
  });
});
