import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Scope, temporaryFolder } from "./temporary-folder.ts";

/**
 * A project of somebody who has installed the package: a folder with the files that npm would publish, and beside them its
 * dependencies and those that are named, linked from here.
 */
export function installPacked(t: Scope, ...others: string[]): string {
  const folder = temporaryFolder(t);
  execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder]);
  const [archive = ""] = globSync(`${folder}/*.tgz`);
  execFileSync("tar", ["xzf", archive, "-C", folder]);
  mkdirSync(`${folder}/node_modules`);
  renameSync(`${folder}/package`, `${folder}/node_modules/request-checkout`);
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  for (const name of [...Object.keys(dependencies), ...others]) {
    mkdirSync(dirname(`${folder}/node_modules/${name}`), { recursive: true });
    symlinkSync(resolve("node_modules", name), `${folder}/node_modules/${name}`);
  }
  return folder;
}
