import { spawn } from "node:child_process";
import { eventually } from "../helpers/eventually.ts";
import { freePort } from "../helpers/free-port.ts";
import type { Engine, Tab } from "./browser.ts";

/** WebKit has no headless mode, so it gets a display that nobody sees; it is driven by W3C WebDriver. */
export const webkit: Engine = {
  name: "WebKit",
  packages: ["webkit2gtk-driver", "xvfb", "xauth"],
  program: "WebKitWebDriver",
  async launch() {
    const port = await freePort();
    const child = spawn("xvfb-run", ["-a", "WebKitWebDriver", `--port=${port}`], {
      stdio: "ignore",
      detached: true,
      env: { ...process.env, LANG: "C.UTF-8", LC_ALL: "C.UTF-8", LANGUAGE: "en" },
    });
    const driver = `http://127.0.0.1:${port}`;
    await eventually("the driver to answer", () =>
      fetch(`${driver}/status`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    const { sessionId } = await call<{ sessionId: string }>(`${driver}/session`, "POST", {
      capabilities: {},
    });
    const session = `${driver}/session/${sessionId}`;
    return {
      tabs: async () =>
        (await call<string[]>(`${session}/window/handles`)).map((handle) => toTab(session, handle)),
      async close() {
        await call(session, "DELETE").catch(() => {});
        if (child.pid) process.kill(-child.pid, "SIGKILL");
      },
    };
  },
};

async function call<T>(url: string, method = "GET", body?: object): Promise<T> {
  const answer = await fetch(url, { method, body: body ? JSON.stringify(body) : null });
  const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

/** A session works on one window at a time. */
function toTab(session: string, handle: string): Tab {
  const here = async <T>(path: string, method?: string, body?: object): Promise<T> => {
    await call(`${session}/window`, "POST", { handle });
    return call(`${session}/${path}`, method, body);
  };
  return {
    id: handle,
    // Each is a window of its own, and none covers another.
    async activate() {},
    async goto(url) {
      await here("url", "POST", { url });
    },
    url: () => here("url"),
    async evaluate(expression) {
      const script = `return JSON.stringify(${expression}) ?? "null"`;
      return JSON.parse(await here<string>("execute/sync", "POST", { script, args: [] }));
    },
    async click({ x, y }) {
      const actions = [
        { type: "pointerMove", duration: 0, x: Math.round(x), y: Math.round(y) },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ];
      await here("actions", "POST", {
        actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }],
      });
    },
  };
}
