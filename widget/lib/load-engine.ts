import { type Chunk, importChunk } from "./import-chunk.ts";

export type Engine = Chunk<"engine">;

let engine: Promise<Engine> | undefined;
let failures = 0;

/** Loads the other half of the script, once; after a failure once more. */
export function loadEngine(): Promise<Engine> {
  engine ??= importChunk("engine", failures).catch((error) => {
    failures += 1;
    engine = undefined;
    throw error;
  });
  return engine;
}

/** Whether somebody on the page has asked for it already. */
export function isLoaded(): boolean {
  return !!engine;
}
