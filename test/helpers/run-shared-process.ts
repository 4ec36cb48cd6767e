/** Runs the test files that its command line names in this one process. The runner starts it for tests of pure functions. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

for (const file of process.argv.slice(2)) await import(pathToFileURL(resolve(file)).href);
