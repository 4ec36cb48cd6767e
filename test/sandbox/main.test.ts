import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startReceiver } from "./webhook-harness.ts";

const MAIN = fileURLToPath(new URL("../../server/cli/bin.js", import.meta.url));

function start(t: TestContext, env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [MAIN, "sandbox"], {
    env: { ...process.env, ...env },
    stdio: "pipe",
  });
  t.after(() => child.kill("SIGKILL"));
  return child;
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  return (await lines.next()).value;
}

test("main › listens, prints each delivery and its answer in a line, and ends on SIGTERM", async (t) => {
  const receiver = await startReceiver(t);
  const child = start(t, { SANDBOX_PORT: "0", SANDBOX_WEBHOOK_URL: receiver.url });
  assert.ok(child.stdout);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await nextLine(lines))?.[0];

  const created = await fetch(`${url}/v2/secure-payments`, {
    method: "POST",
    headers: { "x-api-key": "sk_sandbox", "content-type": "application/json" },
    body: JSON.stringify({ requests: [{ amount: "1" }] }),
  });
  const { token } = await created.json();
  await fetch(`${url}/sandbox/payments/${token}/fail`, { method: "POST" });

  assert.match(await nextLine(lines), /^webhook payment\.failed → http:\S+: 200 \[\w{26}\]$/);
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

test("main › does not start on a bad environment, and says what is bad", async (t) => {
  const child = start(t, { SANDBOX_PORT: "http", SANDBOX_PAYEE: "me" });
  let complaint = "";
  child.stderr?.on("data", (chunk) => {
    complaint += chunk;
  });

  const [code] = await once(child, "close");

  assert.equal(code, 1);
  assert.match(complaint, /SANDBOX_PORT: .*\n.*SANDBOX_PAYEE: /);
});
