import { globSync, statSync } from "node:fs";
import type { CommandSuite, NodeSuite } from "./run-plan.ts";

export const BUILD: CommandSuite = { kind: "command", command: ["npm", "run", "--silent", "build"] };

/** What `npm run build` writes last. */
const LAST_OUTPUT = "dist/custom-elements.json";
const SOURCES = ["{widget,server,demo}/**/*.{ts,js,css,html,json,vue,tsx,svg}", "*.{js,ts,json}"];

/** Whether `dist/` is missing, or older than a source file where it must be current. */
export function needsBuild(need: NodeSuite["dist"]): boolean {
  const builtAt = statSync(LAST_OUTPUT, { throwIfNoEntry: false })?.mtimeMs;
  if (need === undefined) return false;
  if (builtAt === undefined || need === "any") return builtAt === undefined;
  return globSync(SOURCES).some((path) => {
    const stat = statSync(path);
    return stat.isFile() && stat.mtimeMs > builtAt;
  });
}
