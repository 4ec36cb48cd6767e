import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import { BARE_ENVIRONMENT } from "../helpers/bare-environment.ts";
import { eventually } from "../helpers/eventually.ts";
import { freePort } from "../helpers/free-port.ts";
import { startReceiver, status } from "../helpers/receiver.ts";
import { type Installed, installPackage } from "./install.ts";

let installed: Installed;
before(() => {
  installed = installPackage();
});
after(() => installed.remove());

const bin = () => join(installed.packageDir, "dist/server/cli/bin.js");

function ask(...args: string[]) {
  const {
    stdout,
    stderr,
    status: code,
  } = spawnSync(process.execPath, [bin(), ...args], {
    cwd: installed.folder,
    encoding: "utf8",
    env: BARE_ENVIRONMENT,
  });
  return { code, stdout, stderr };
}

/** Starts a command, and collects what it says. */
function start(t: TestContext, args: string[], environment: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, [bin(), ...args], {
    cwd: installed.folder,
    env: { ...BARE_ENVIRONMENT, ...environment },
  });
  t.after(() => child.kill("SIGKILL"));
  const said = { text: "" };
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said.text += chunk));
  return said;
}

describe("npx request-checkout", () => {
  test("says what there is, and refuses what there is not", () => {
    assert.match(ask("--help").stdout, /sandbox[\s\S]*doctor/);
    const { code, stdout, stderr } = ask("sandbax");
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /no command sandbax/);
  });

  test("offer signs one, and says nothing else", () => {
    const { code, stdout, stderr } = spawnSync(
      process.execPath,
      [bin(), "offer", "--amount", "12.50", "--currency", "USDC-base"],
      { encoding: "utf8", env: { ...BARE_ENVIRONMENT, OFFER_SECRET: "s".repeat(32) } },
    ) as unknown as { code: number; stdout: string; stderr: string };

    assert.match(stdout, /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    assert.deepEqual([code ?? 0, stderr], [0, ""]);
  });

  test("demo runs without a clone", async (t) => {
    const said = start(t, ["demo", "--ports", "0,0,0"], {});
    await eventually("the demo to be ready", async () => /^ready$/m.test(said.text));
    const pages = /http:\/\/127\.0\.0\.1:\d+/.exec(said.text)?.[0];
    const paths = ["/", "/shop/", "/builder/setting.json", "/builder/builder.js", "/examples/"];
    const examples = ["/examples/built/react.js", "/examples/html/"];
    for (const path of [...paths, ...examples]) assert.equal((await fetch(pages + path)).status, 200, path);
  });

  test("start runs the companion", async (t) => {
    const port = String(await freePort());
    start(t, ["start"], { PORT: port, REQUEST_WEBHOOK_SECRET: "s", LOG_LEVEL: "silent" });

    await eventually("the companion to answer", async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
      return answer?.status === 200;
    });
  });

  test("sandbox sends a paid link's webhooks to any handler, and prints each with its answer", async (t) => {
    const handler = await startReceiver(t);
    handler.answer = (...call) => status(handler.received.length === 1 ? 500 : 200)(...call);
    const port = String(await freePort());
    const said = start(t, ["sandbox"], {
      SANDBOX_PORT: port,
      SANDBOX_WEBHOOK_URL: handler.url,
      SANDBOX_RETRY_DELAYS_MS: "10,20,30",
    });
    await eventually("the sandbox to start", async () => said.text.includes(port));
    const created = await fetch(`http://127.0.0.1:${port}/v2/secure-payments`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": "sk_sandbox" },
      body: JSON.stringify({ requests: [{ amount: "10" }] }),
    });
    const { token } = (await created.json()) as { token: string };

    await fetch(`http://127.0.0.1:${port}/sandbox/payments/${token}/pay`, { method: "POST" });

    const lines = [
      /payment\.confirmed .*: 500/,
      /payment\.confirmed .*\(retry 1\): 200/,
      /\.client_id .*: 200/,
      /\.checkout .*: 200/,
    ];
    await eventually("every delivery to be printed", async () => lines.every((line) => line.test(said.text)));
  });
});
