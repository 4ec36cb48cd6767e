import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const CACHE = new URL("../../node_modules/.cache/tools", import.meta.url).pathname;

/** A shell command that no other test process runs meanwhile: apt itself refuses to be run twice. */
export function oneAtATime(command: string): string {
  return `flock ${join(tmpdir(), "request-checkout-apt.lock")} sh -c '${command}'`;
}

/**
 * The path of a program: this machine's own, else one out of Debian's package, which is downloaded as root, said so, and only unpacked;
 * undefined where there is none to be had.
 */
export function ensureTool(name: string, debianPackage: string): string | undefined {
  const places = [...(process.env.PATH ?? "").split(delimiter), "/usr/local/bin", "/usr/bin"];
  const own = places.map((place) => join(place, name)).find((path) => existsSync(path));
  const unpacked = join(CACHE, debianPackage, "usr/bin", name);
  if (own || existsSync(unpacked)) return own ?? unpacked;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  const folder = join(CACHE, debianPackage);
  mkdirSync(folder, { recursive: true });
  const download = `(apt-get download ${debianPackage} || (apt-get update && apt-get download ${debianPackage})) && dpkg -x ${debianPackage}_*.deb . && rm ${debianPackage}_*.deb`;
  const command = oneAtATime(`test -e usr/bin/${name} || { ${download}; }`);
  console.log(`No ${name} found: unpacking one in ${folder} (${command}).`);
  spawnSync(command, { shell: true, stdio: "inherit", cwd: folder });
  return existsSync(unpacked) ? unpacked : undefined;
}
