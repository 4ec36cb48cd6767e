import { stripTypeScriptTypes } from "node:module";
import {
  chromeLauncher,
  summaryReporter,
  type TestRunnerConfig,
  type TestRunnerPlugin,
} from "@web/test-runner";
import { BROWSER_FLAGS, ensureBrowser } from "../helpers/browser.ts";
import type { WorldCommand } from "../helpers/widget-harness.ts";
import { startWidgetServer, type WidgetServer } from "../helpers/widget-server.ts";

const typescript: TestRunnerPlugin = {
  name: "typescript",
  resolveMimeType: ({ path }) => (path.endsWith(".ts") ? "js" : undefined),
  transform: ({ path, body }) => (path.endsWith(".ts") ? stripTypeScriptTypes(String(body)) : undefined),
};

let server: WidgetServer;

/** Starts the scripted servers, and does to them what a test in the browser asks for. */
const scriptedServers: TestRunnerPlugin<WorldCommand> = {
  name: "scripted-servers",
  async serverStart() {
    server = await startWidgetServer();
  },
  serverStop: () => server.close(),
  executeCommand({ command, payload }) {
    if (command !== "world" || !payload) return undefined;
    const world = server.world(payload.world);
    if (payload.script) Object.assign(world.script, payload.script);
    if (payload.change) world.change(payload.change.id, payload.change);
    if (payload.close) world.close();
    if (payload.request) world.changeRequest(payload.request);
    return { origin: server.origin, calls: world.calls, open: world.open.size };
  },
};

const config: TestRunnerConfig = {
  rootDir: process.cwd(),
  files: "test/widget/**/*.test.ts",
  nodeResolve: { exportConditions: ["production", "default"] },
  // Only one page of a browser is visible, and a hidden one rests.
  concurrency: 1,
  browsers: [
    chromeLauncher({ launchOptions: { executablePath: ensureBrowser(), args: [...BROWSER_FLAGS] } }),
  ],
  plugins: [typescript, scriptedServers as TestRunnerPlugin],
  reporters: [summaryReporter({})],
  testFramework: { config: { timeout: "20000" } },
  testsFinishTimeout: 120_000,
  filterBrowserLogs: () => !!process.env.LOGS,
};
export default config;
