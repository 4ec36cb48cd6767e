import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "./eventually.ts";
import { freePort } from "./free-port.ts";

const SHIPPED = new URL("../../server/deploy/nginx.conf", import.meta.url);
const PLACES = ["/usr/sbin/nginx", "/usr/bin/nginx", "/opt/homebrew/bin/nginx", "/usr/local/bin/nginx"];

/** The path of an nginx. Debian's package is installed as root, and said so; undefined where there is none to be had. */
export function ensureNginx(): string | undefined {
  const found = PLACES.find((place) => existsSync(place));
  if (found || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return found;
  const command = "apt-get update && apt-get install -y --no-install-recommends nginx-light";
  console.log(`No nginx found: installing one (${command}).`);
  spawnSync(command, { shell: true, stdio: "inherit" });
  return PLACES.find((place) => existsSync(place));
}

export interface Nginx {
  url: string;
  stop(): Promise<void>;
}

/** The project's own `nginx.conf` on a port of this machine, before companions of this machine. */
export async function startNginx(
  path: string,
  folder: string,
  companions: readonly string[],
): Promise<Nginx> {
  const port = await freePort();
  let config = readFileSync(SHIPPED, "utf8").replace("listen 80 ", `listen 127.0.0.1:${port} `);
  for (const [index, url] of companions.entries())
    config = config.replace(`companion-${index + 1}:4401`, new URL(url).host);
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
