export type Engine = typeof import("./engine.ts");

/** Where the chunk is, seen from this script; the bundler writes its real name here. */
const ENGINE_PATH = "./engine.js";

let engine: Promise<Engine> | undefined;
let failures = 0;

/**
 * Loads the other half of the script, once. A browser remembers for as long as the page lives that a module could not be
 * had: so another try asks for another address.
 */
export function loadEngine(): Promise<Engine> {
  if (engine) return engine;
  const loading: Promise<Engine> =
    failures > 0 ? import(/* @vite-ignore */ `${ENGINE_PATH}?${failures}`) : import("./engine.ts");
  engine = loading;
  loading.catch(() => {
    failures += 1;
    engine = undefined;
  });
  return loading;
}
