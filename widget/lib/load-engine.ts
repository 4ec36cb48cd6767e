import { known } from "../i18n/load-language.ts";
import { type Chunk, importChunk } from "./import-chunk.ts";

export type Engine = Chunk<"engine">;

let engine: Promise<Engine> | undefined;

/** Loads the lazy part of the script once, also from `server` if need be; after a failure the next call tries again. */
export function loadEngine(server: string): Promise<Engine> {
  engine ??= importChunk("engine", server)
    .then((loaded) => {
      // The fallback has a copy of the texts.
      loaded.shareTexts(known);
      return loaded;
    })
    .catch((error) => {
      engine = undefined;
      throw error;
    });
  return engine;
}

/** Whether somebody on the page has asked for it already. */
export function isLoaded(): boolean {
  return !!engine;
}
