/**
 * The thread behind `in-memory.ts`. For each mutant it loads the tests, the mutant, and every module between them anew, and keeps
 * all other modules: most of the time of a run in a process of its own goes into loading these.
 */
import { existsSync, readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { finishTests } from "./in-memory-tests.ts";

const { target, files } = workerData as { target: string; files: readonly string[] };
const TESTS = new URL("./in-memory-tests.ts", import.meta.url).href;
const LOCAL_IMPORT = /\bfrom\s+"(\.{1,2}\/[^"]+)"/g;

const javascript = new Map<string, string>();
const reaching = new Map<string, boolean>();
let mutant = { id: 0, source: "" };

/** Whether a module imports the target, at whatever distance. */
function reachesTarget(path: string): boolean {
  if (path === target) return true;
  const known = reaching.get(path);
  if (known !== undefined) return known;
  reaching.set(path, false);
  const imports =
    path.endsWith(".ts") && existsSync(path) ? readFileSync(path, "utf8").matchAll(LOCAL_IMPORT) : [];
  const reaches = [...imports].some(([, name = ""]) =>
    reachesTarget(fileURLToPath(new URL(name, pathToFileURL(path)))),
  );
  reaching.set(path, reaches);
  return reaches;
}

function sourceOf(path: string): string {
  if (path === target) return stripTypeScriptTypes(mutant.source);
  const known = javascript.get(path) ?? stripTypeScriptTypes(readFileSync(path, "utf8"));
  javascript.set(path, known);
  return known;
}

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "node:test") return { url: TESTS, shortCircuit: true };
    const resolved = next(specifier, context);
    const isLocal = resolved.url.startsWith("file:") && !resolved.url.includes("/node_modules/");
    if (!isLocal || !reachesTarget(fileURLToPath(resolved.url))) return resolved;
    return { ...resolved, url: `${resolved.url.split("?")[0]}?mutant=${mutant.id}` };
  },
  load(url, context, next) {
    if (!url.includes("?mutant=")) return next(url, context);
    return { format: "module", source: sourceOf(fileURLToPath(url)), shortCircuit: true };
  },
});

parentPort?.on("message", async (message: typeof mutant) => {
  mutant = message;
  let hasPassed = true;
  try {
    for (const file of files) {
      await import(`${pathToFileURL(file).href}?mutant=${mutant.id}`);
      await finishTests();
    }
  } catch {
    hasPassed = false;
    await finishTests().catch(() => {});
  }
  parentPort?.postMessage(hasPassed);
});
