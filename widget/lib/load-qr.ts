import { type Chunk, importChunk } from "./import-chunk.ts";

/** Loads what draws QR codes. */
export function loadQr(): Promise<Chunk<"draw">> {
  return importChunk("draw");
}
