import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { oneAtATime } from "./debian-tool.ts";
import { eventually } from "./eventually.ts";
import { freePort } from "./free-port.ts";
import { startNameServer } from "./name-server.ts";
import type { Scope } from "./temporary-folder.ts";

const SHIPPED = new URL("../../server/deploy/nginx.conf", import.meta.url);
const PLACES = ["/usr/sbin/nginx", "/usr/bin/nginx", "/opt/homebrew/bin/nginx", "/usr/local/bin/nginx"];

/** The path of an nginx. Debian's package is installed as root, and said so; undefined where there is none to be had. */
export function ensureNginx(): string | undefined {
  const found = PLACES.find((place) => existsSync(place));
  if (found || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return found;
  const install = "apt-get update && apt-get install -y --no-install-recommends nginx-light";
  const command = oneAtATime(`test -x /usr/sbin/nginx || { ${install}; }`);
  console.log(`No nginx found: installing one (${command}).`);
  spawnSync(command, { shell: true, stdio: "inherit" });
  return PLACES.find((place) => existsSync(place));
}

export interface Nginx {
  url: string;
  stop(): Promise<void>;
}

export interface NginxOptions {
  folder: string;
  /** The port of all companions. */
  port: number;
  /** Their addresses, as long as they are there. */
  addresses: () => readonly string[];
  /** Something that a test has otherwise than it is shipped. */
  change?: readonly [string, string] | undefined;
}

/** The project's own `nginx.conf` on a port of this machine, before companions of this machine. */
export async function startNginx(
  t: Scope,
  path: string,
  { folder, port: companionsPort, addresses, change }: NginxOptions,
): Promise<Nginx> {
  const port = await freePort();
  const names = await startNameServer(t, addresses);
  const config = [
    ["listen 80 ", `listen 127.0.0.1:${port} `],
    ["resolver 127.0.0.11 ", `resolver 127.0.0.1:${names} `],
    ...(change ? [change] : []),
    ["companions:4401", `companions:${companionsPort}`],
  ].reduce(
    (text, [shipped = "", here = ""]) => replaceOnce(text, shipped, here),
    readFileSync(SHIPPED, "utf8"),
  );
  const file = join(folder, "nginx.conf");
  writeFileSync(
    file,
    `pid ${join(folder, "nginx.pid")};\nerror_log ${join(folder, "error.log")};\n${config}`,
  );
  const child = spawn(path, ["-p", folder, "-c", file, "-g", "daemon off;"], { stdio: "ignore" });
  const ended = once(child, "exit");
  const url = `http://127.0.0.1:${port}`;
  await eventually("nginx to answer", () =>
    fetch(`${url}/healthz`).then(
      () => true,
      () => false,
    ),
  );
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function replaceOnce(text: string, shipped: string, here: string): string {
  if (text.split(shipped).length !== 2) throw new Error(`${shipped} is not once in the configuration`);
  return text.replace(shipped, here);
}
