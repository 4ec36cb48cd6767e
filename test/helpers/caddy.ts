import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureTool } from "./debian-tool.ts";
import { eventually } from "./eventually.ts";
import { freePort } from "./free-port.ts";
import type { Scope } from "./temporary-folder.ts";

const SHIPPED = new URL("../../server/deploy/Caddyfile", import.meta.url);

export const ensureCaddy = (): string | undefined => ensureTool("caddy", "caddy");

export interface CaddyOptions {
  folder: string;
  /** Where the companion is, or will be. */
  companionPort: number;
}

/** The project's own `Caddyfile` on a port of this machine, without a certificate. Its URL. */
export async function startCaddy(
  t: Scope,
  path: string,
  { folder, companionPort }: CaddyOptions,
): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const shipped = readFileSync(SHIPPED, "utf8");
  const config = shipped
    .replace(/^pay\.shop\.example \{/m, `${url} {`)
    .replace("127.0.0.1:4401", `127.0.0.1:${companionPort}`);
  if (config.includes("4401") || /^pay\.shop/m.test(config))
    throw new Error("the Caddyfile has another form");
  const file = join(folder, "Caddyfile");
  writeFileSync(file, `{\n\tadmin off\n\tauto_https off\n}\n${config}`);
  const env = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, PATH: process.env.PATH };
  const child = spawn(path, ["run", "--adapter", "caddyfile", "--config", file], { stdio: "ignore", env });
  const ended = once(child, "exit");
  t.after(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  await eventually("Caddy to answer", () =>
    fetch(`${url}/healthz`, { signal: AbortSignal.timeout(200) }).then(
      () => true,
      (error: Error) => error.name === "TimeoutError",
    ),
  );
  return url;
}
