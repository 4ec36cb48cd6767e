/**
 * Runs the test files that its command line names in this one process, each as a group that is named by its path. The
 * runner starts it: loading the server or a browser's driver takes longer than most files.
 */
import { resolve } from "node:path";
import { describe } from "node:test";
import { pathToFileURL } from "node:url";
// Before all groups, so that what it does at the end is done after all of them.
import "./at-end.ts";

for (const file of process.argv.slice(2))
  describe(file, async () => {
    await import(pathToFileURL(resolve(file)).href);
  });
