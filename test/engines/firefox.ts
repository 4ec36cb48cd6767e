import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Engine, EngineBrowser, Tab } from "./browser.ts";

/** No first-run pages, and no calls home. */
const PREFERENCES = {
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "app.normandy.enabled": false,
  "intl.accept_languages": "en",
  "toolkit.telemetry.enabled": false,
};

type Send = <T>(method: string, params: object) => Promise<T>;

/** Firefox speaks WebDriver BiDi by itself. */
export const firefox: Engine = {
  name: "Firefox",
  packages: ["firefox-esr"],
  program: "firefox-esr",
  async launch() {
    const profile = mkdtempSync(join(tmpdir(), "request-checkout-firefox-"));
    const lines = Object.entries(PREFERENCES).map(
      ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`,
    );
    writeFileSync(join(profile, "user.js"), lines.join("\n"));
    const args = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile];
    const child = spawn("firefox-esr", args, { stdio: ["ignore", "ignore", "pipe"] });
    const { send, socket } = await connect(await addressOf(child));
    await send("session.new", { capabilities: {} });
    return toBrowser(send, async () => {
      socket.close();
      child.kill("SIGKILL");
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    });
  },
};

async function addressOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stderr as NodeJS.ReadableStream })) {
    const [, address] = /listening on (ws:\S+)/.exec(line) ?? [];
    if (address) return address;
  }
  throw new Error("Firefox has ended without listening");
}

async function connect(address: string): Promise<{ send: Send; socket: WebSocket }> {
  const socket = new WebSocket(`${address}/session`);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let count = 0;
  socket.onmessage = ({ data }) => {
    const { id, type, result, error, message } = JSON.parse(data);
    const asked = waiting.get(id);
    waiting.delete(id);
    if (type === "success") asked?.resolve(result as never);
    else asked?.reject(new Error(`${error}: ${message}`));
  };
  const send: Send = (method, params) =>
    new Promise((resolve, reject) => {
      count += 1;
      waiting.set(count, { resolve, reject });
      socket.send(JSON.stringify({ id: count, method, params }));
    });
  return { send, socket };
}

function toBrowser(send: Send, close: () => Promise<void>): EngineBrowser {
  const tree = () => send<{ contexts: { context: string; url: string }[] }>("browsingContext.getTree", {});
  const toTab = (context: string): Tab => ({
    id: context,
    async activate() {
      await send("browsingContext.activate", { context });
    },
    async goto(url) {
      await send("browsingContext.navigate", { context, url, wait: "complete" });
    },
    async url() {
      const { contexts } = await tree();
      return contexts.find((each) => each.context === context)?.url ?? "";
    },
    async evaluate(expression) {
      const { result, exceptionDetails } = await send<{
        result: { value: string };
        exceptionDetails?: { text: string };
      }>("script.evaluate", {
        expression: `JSON.stringify(${expression}) ?? "null"`,
        target: { context },
        awaitPromise: false,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.text);
      return JSON.parse(result.value);
    },
    async click({ x, y }) {
      const actions = [
        { type: "pointerMove", x, y },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ];
      await send("input.performActions", { context, actions: [{ type: "pointer", id: "mouse", actions }] });
    },
  });
  return { tabs: async () => (await tree()).contexts.map(({ context }) => toTab(context)), close };
}
