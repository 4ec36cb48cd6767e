import { type Chunk, importChunk } from "./import-chunk.ts";

let failures = 0;

/** Loads what draws QR codes; after a failure once more. */
export function loadQr(): Promise<Chunk<"draw">> {
  return importChunk("draw", failures).catch((error) => {
    failures += 1;
    throw error;
  });
}
