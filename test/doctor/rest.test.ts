import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, type TestContext, test } from "node:test";
import { openSqlite } from "../../server/store/sqlite/sqlite.ts";
import { BARE_ENVIRONMENT } from "../helpers/bare-environment.ts";
import { SMTP_PASSWORD, SMTP_USER, startMailbox } from "../helpers/mailbox.ts";
import { startReceiver, status } from "../helpers/receiver.ts";
import { diskFolder } from "../helpers/temporary-folder.ts";
import { complaints, databaseLines, shareClinic } from "./clinic.ts";

const MAIN = new URL("../../server/cli/bin.js", import.meta.url).pathname;
const NOTIFY_SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;

describe("doctor, of the database", () => {
  const lines = (path: string) => databaseLines(`sqlite:${path}`);

  test("one that is in use is read, and nothing is left beside it", async (t) => {
    const folder = diskFolder(t);
    const path = join(folder, "checkouts.db");
    const store = await openSqlite({ path });
    t.after(() => store.close());
    const before = readdirSync(folder);

    const found = await lines(path);

    assert.match(
      found.join("\n"),
      /^pass .* MB free\npass WAL with an fsync.*\npass .*checkouts\.db is in WAL mode$/,
    );
    assert.deepEqual(readdirSync(folder), before);
  });

  test("one that is not there yet is not made", async (t) => {
    const folder = diskFolder(t);

    assert.match((await lines(join(folder, "data", "checkouts.db"))).at(-1) ?? "", /^skip .*not there yet/);
    assert.deepEqual(readdirSync(folder), []);
  });

  test("a file that is none is told", async (t) => {
    const path = join(diskFolder(t), "checkouts.db");
    writeFileSync(path, "no database at all, but a text of some length".repeat(100));

    assert.match((await lines(path)).at(-1) ?? "", /^fail .*can't be read/);
  });

  test("one in another journal mode is told", async (t) => {
    const path = join(diskFolder(t), "checkouts.db");
    const db = new DatabaseSync(path);
    db.exec("CREATE TABLE t (x)");
    db.close();

    assert.match((await lines(path)).at(-1) ?? "", /^warn .*in delete mode/);
  });

  test("a place where nothing can be written is told", async () => {
    assert.match((await lines("/proc/checkouts.db")).join("\n"), /^fail /m);
  });
});

describe("doctor --notify", () => {
  const open = shareClinic();

  test("asks the merchant's system and the mail server only when told to", async (t) => {
    const receiver = await startReceiver(t);
    const { smtpUrl, mails } = await startMailbox(t);
    const changes = {
      NOTIFY_URL: receiver.url,
      NOTIFY_SECRET,
      SMTP_URL: smtpUrl,
      NOTIFY_EMAIL: "shop@example.com",
    };

    const unasked = await open().diagnose(changes);
    const received = receiver.received.length;
    const asked = await open().diagnose(changes, { notify: true });

    assert.equal(received, 0);
    assert.deepEqual(
      unasked.filter(({ verdict }) => verdict === "skip").map(({ check }) => check),
      ["NOTIFY_URL", "SMTP_URL"],
    );
    assert.deepEqual(complaints(asked), []);
    assert.deepEqual(
      receiver.taken().map(({ body }) => body.type),
      ["doctor.test"],
    );
    assert.equal(mails.length, 0);
  });

  test("tells that the merchant's system refuses, and that the mail server does", async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = status(500);
    const { smtpUrl } = await startMailbox(t);
    const wrong = new URL(smtpUrl);
    wrong.username = encodeURIComponent(SMTP_USER);
    wrong.password = "not-the-password";

    const findings = await open().diagnose(
      { NOTIFY_URL: receiver.url, NOTIFY_SECRET, SMTP_URL: wrong.href, NOTIFY_EMAIL: "shop@example.com" },
      { notify: true },
    );

    assert.match(complaints(findings).join("\n"), /^fail NOTIFY_URL: .*500\nfail SMTP_URL: .*535/);
    assert.doesNotMatch(JSON.stringify(findings), new RegExp(`not-the-password|${SMTP_PASSWORD}`));
  });
});

describe("npm run doctor", () => {
  const open = shareClinic();

  async function run(t: TestContext, environment: Record<string, string>, ...args: string[]) {
    const folder = diskFolder(t);
    mkdirSync(folder, { recursive: true });
    const file = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    writeFileSync(join(folder, ".env"), file.join("\n"));
    const command = [MAIN, "doctor", ...args];
    const child = spawn(process.execPath, command, {
      cwd: folder,
      env: BARE_ENVIRONMENT as NodeJS.ProcessEnv,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    const [code] = await once(child, "close");
    return { code, output };
  }

  test("reads .env, prints a line for each check, and ends with 0 where nothing failed", async (t) => {
    const { code, output } = await run(t, open().environment as Record<string, string>, "--no-link");

    assert.equal(code, 0, output);
    assert.match(output, /^✓ API +http/m);
    assert.match(output, /\n\d+ pass, 0 warn, 0 fail, 1 not checked\n$/);
  });

  test("ends with 1 where something failed, and says what to do", async (t) => {
    const environment = { ...open().environment, REQUEST_API_KEY: "sk_old" } as Record<string, string>;

    const { code, output } = await run(t, environment);

    assert.equal(code, 1);
    assert.match(output, /^✗ API key .*\n +→ Copy REQUEST_API_KEY/m);
  });

  test("prints JSON where it is asked to", async (t) => {
    const { output } = await run(t, { PORT: "x" }, "--json");

    const findings = output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      findings.map(({ verdict }) => verdict),
      ["fail", "fail"],
    );
  });

  test("refuses what it does not understand", async (t) => {
    assert.deepEqual(await run(t, {}, "--page", "shop.html").then(({ code }) => code), 2);
    assert.deepEqual(await run(t, {}, "--pages", "x").then(({ code }) => code), 2);
  });
});
