import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Plugin } from "vite";

/** Pages that were loaded before an upgrade ask for the chunks of their own build. */
const KEPT_BUILDS = 3;

/** Keeps the chunks of the last builds, and removes older ones. `chunks/builds.json` lists the builds, the newest first. */
export function keepBuilds(build: string): Plugin {
  return { name: "keep-builds", writeBundle: ({ dir = "dist" }) => pruneBuilds(dir, build) };
}

export function pruneBuilds(dir: string, newest: string): void {
  const folder = `${dir}/chunks`;
  const list = `${folder}/builds.json`;
  const earlier: string[] = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
  const kept = [newest, ...earlier.filter((each) => each !== newest)].slice(0, KEPT_BUILDS);
  const isKept = (name: string) => kept.some((each) => name.includes(`-${each}.js`));
  for (const name of readdirSync(folder)) if (!isKept(name)) rmSync(`${folder}/${name}`);
  writeFileSync(list, `${JSON.stringify(kept)}\n`);
}
