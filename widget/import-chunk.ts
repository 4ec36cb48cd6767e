import type { Labels } from "./labels.ts";

type Language = Promise<{ LABELS: Labels }>;

/** Everything that is loaded when it is needed, not before. Where the scripts are bundled, the bundler makes up the chunks' names. */
const CHUNKS = {
  engine: () => import("./engine.ts"),
  draw: () => import("./qr/draw.ts"),
  ar: (): Language => import("./languages/ar.ts"),
  de: (): Language => import("./languages/de.ts"),
  es: (): Language => import("./languages/es.ts"),
  fr: (): Language => import("./languages/fr.ts"),
  hi: (): Language => import("./languages/hi.ts"),
  it: (): Language => import("./languages/it.ts"),
  ja: (): Language => import("./languages/ja.ts"),
  ko: (): Language => import("./languages/ko.ts"),
  nl: (): Language => import("./languages/nl.ts"),
  pl: (): Language => import("./languages/pl.ts"),
  pt: (): Language => import("./languages/pt.ts"),
  tr: (): Language => import("./languages/tr.ts"),
  zh: (): Language => import("./languages/zh.ts"),
};

export type ChunkName = keyof typeof CHUNKS;
export type Chunk<N extends ChunkName> = Awaited<ReturnType<(typeof CHUNKS)[N]>>;

/**
 * Loads a chunk. A browser remembers for as long as the page lives that a module could not be had: so after `failures` it is
 * asked for at another address.
 */
export async function importChunk<N extends ChunkName>(name: N, failures: number): Promise<Chunk<N>> {
  if (failures === 0) return CHUNKS[name]() as Promise<Chunk<N>>;
  const folder = name === "engine" ? "." : name === "draw" ? "./qr" : "./languages";
  return import(/* @vite-ignore */ `${folder}/${name}.js?${failures}`);
}
