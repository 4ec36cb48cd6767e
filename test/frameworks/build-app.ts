import { spawn } from "node:child_process";
import { cpSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import { freePort } from "../helpers/free-port.ts";
import type { App } from "./apps.ts";

const TEMPLATES = resolve("test/frameworks");
const MAX_OUTPUT = 4000;
const INSTALL_MS = 300_000;
const BUILD_MS = 400_000;

export interface BuiltApp {
  folder: string;
  port: number;
  /** Sandbox and companion, which allow the app's origin. */
  demo: Demo;
  close(): Promise<void>;
}

interface BuildOptions {
  folder: string;
  tarball: string;
  report(step: string): void;
}

/** @throws {Error} with the end of the output where a step fails or warns of the package */
export async function buildApp(app: App, { folder, tarball, report }: BuildOptions): Promise<BuiltApp> {
  const port = await freePort();
  const demo = await startDemo({
    ports: [0, 0, 0],
    origins: [`http://127.0.0.1:${port}`],
    sandbox: { walletStepMs: 0, retryDelaysMs: [50, 100, 200] },
  });
  try {
    copyTemplate(app, { folder, tarball, demo });
    await run("npm install --no-audit --no-fund --prefer-offline --loglevel=error", folder, INSTALL_MS);
    report("installed");
    const output = await run(app.build ?? "npm run --silent build", folder, BUILD_MS);
    const warning = output.split("\n").find((line) => isWarning(line));
    if (warning) throw new Error(`the build warns: ${warning}`);
    report("built");
  } catch (error) {
    await demo.close();
    throw error;
  }
  return { folder, port, demo, close: () => demo.close() };
}

/** A bundler's complaint about what the package brings. */
function isWarning(line: string): boolean {
  const text = line.toLowerCase();
  return (
    text.includes("module level directive") ||
    text.includes("critical dependency") ||
    text.includes("import-chunk") ||
    (text.includes("request-checkout") && text.includes("warn"))
  );
}

function copyTemplate(
  app: App,
  { folder, tarball, demo }: { folder: string; tarball: string; demo: Demo },
): void {
  cpSync(join(TEMPLATES, app.template), folder, { recursive: true });
  const manifestPath = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
  for (const group of [manifest.dependencies, manifest.devDependencies])
    for (const [name, version] of Object.entries(app.dependencies ?? {}))
      if (group?.[name]) group[name] = version;
  manifest.dependencies["request-checkout"] = `file:${tarball}`;
  writeFileSync(manifestPath, JSON.stringify(manifest, null, 2));
  for (const file of globSync("**/*.{ts,tsx,vue,svelte,astro}", { cwd: folder })) {
    const path = join(folder, file);
    const source = readFileSync(path, "utf8");
    writeFileSync(
      path,
      source
        .replaceAll("__COMPANION__", demo.companion.origin)
        .replaceAll("__SANDBOX__", demo.sandbox.origin),
    );
  }
}

/** Runs a command in the app's folder, with its own programs first. */
export function start(command: string, folder: string, environment: Record<string, string> = {}) {
  const path = [join(folder, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const telemetry = {
    NEXT_TELEMETRY_DISABLED: "1",
    ASTRO_TELEMETRY_DISABLED: "1",
    NUXT_TELEMETRY_DISABLED: "1",
  };
  return spawn(command, {
    cwd: folder,
    shell: true,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...telemetry, NG_CLI_ANALYTICS: "false", CI: "1", ...environment, PATH: path },
  });
}

function run(command: string, folder: string, timeoutMs: number): Promise<string> {
  const child = start(command, folder);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
  return new Promise((done, fail) => {
    const timer = setTimeout(() => child.pid && process.kill(-child.pid, "SIGKILL"), timeoutMs);
    child.once("error", fail);
    child.once("close", (code) => {
      clearTimeout(timer);
      if (code === 0) done(output);
      else fail(new Error(`${command} ended with ${code}:\n${output.slice(-MAX_OUTPUT)}`));
    });
  });
}
