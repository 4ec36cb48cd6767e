import { globSync, readFileSync } from "node:fs";

/** The test files of some patterns that call a function, such as `runOnBothEngines`. */
export function filesThatCall(name: string, patterns: readonly string[]): string[] {
  const call = new RegExp(`\\b${name}\\(`);
  return globSync(patterns).filter((file) => call.test(readFileSync(file, "utf8")));
}
