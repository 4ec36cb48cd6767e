import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** A scratch project that has this package as npm would install it, and nothing of the checkout but its dependencies. */
export interface Installed {
  folder: string;
  packageDir: string;
  tarball: Uint8Array<ArrayBuffer>;
  /** What is in the package, by its path there. */
  files: string[];
  remove(): void;
}

/** Packs what `npm run build` has made, and unpacks it beside links to the dependencies: no registry is asked. */
export function installPackage(): Installed {
  const folder = mkdtempSync(join(tmpdir(), "request-checkout-package-"));
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  const output = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [packed] = JSON.parse(output.toString()) as [{ filename: string; files: { path: string }[] }];
  const tarball = join(folder, packed.filename);
  execFileSync("tar", ["-xzf", tarball, "-C", modules]);
  const packageDir = join(modules, "request-checkout");
  execFileSync("mv", [join(modules, "package"), packageDir]);
  for (const name of readdirSync("node_modules").filter((entry) => !entry.startsWith(".")))
    symlinkSync(resolve("node_modules", name), join(modules, name));
  return {
    folder,
    packageDir,
    tarball: new Uint8Array(readFileSync(tarball)),
    files: packed.files.map(({ path }) => path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
