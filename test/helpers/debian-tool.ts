import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const CACHE = new URL("../../node_modules/.cache/tools", import.meta.url).pathname;

/** A shell command that no other test process runs meanwhile: apt itself refuses to be run twice. */
export function oneAtATime(command: string): string {
  return `flock ${join(tmpdir(), "request-checkout-apt.lock")} sh -c '${command}'`;
}

/** The path of a program: this machine's own, else one out of Debian's package; undefined where there is none to be had. */
export function ensureTool(name: string, debianPackage: string): string | undefined {
  const places = [...(process.env.PATH ?? "").split(delimiter), "/usr/local/bin", "/usr/bin"];
  const own = places.map((place) => join(place, name)).find((path) => existsSync(path));
  return own ?? ensureUnpacked(`usr/bin/${name}`, debianPackage);
}

/**
 * The path of a file of a Debian package, which is downloaded as root, said so, and only unpacked. Undefined where that can't be.
 * @param pattern a glob within the package
 */
export function ensureUnpacked(pattern: string, debianPackage: string): string | undefined {
  const folder = join(CACHE, debianPackage);
  const find = () => globSync(pattern, { cwd: folder }).map((path) => join(folder, path))[0];
  const unpacked = find();
  if (unpacked) return unpacked;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  mkdirSync(folder, { recursive: true });
  const download = `(apt-get download ${debianPackage} || (apt-get update && apt-get download ${debianPackage})) && dpkg -x ${debianPackage}_*.deb . && rm ${debianPackage}_*.deb`;
  const command = oneAtATime(`test -e usr || { ${download}; }`);
  console.log(`No ${debianPackage} found: unpacking one in ${folder} (${command}).`);
  spawnSync(command, { shell: true, stdio: "inherit", cwd: folder });
  return find();
}
