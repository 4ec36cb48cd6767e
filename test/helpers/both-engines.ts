import { globSync, readFileSync } from "node:fs";

const CALL = /^runOnBothEngines\(\);$/m;

/** The test files that say, by a call of `runOnBothEngines`, that they run on PostgreSQL, too. */
export function filesOnBothEngines(pattern: string): string[] {
  return globSync(pattern).filter((file) => CALL.test(readFileSync(file, "utf8")));
}
