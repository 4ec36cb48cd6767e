import type { Labels } from "../i18n/labels.ts";

type Language = Promise<{ LABELS: Labels }>;

/** Everything that is loaded when it is needed, not before. Where the scripts are bundled, the bundler makes up the chunks' names. */
const CHUNKS = {
  engine: () => import("../engine/engine.ts"),
  draw: () => import("../qr/draw.ts"),
  ar: (): Language => import("../i18n/languages/ar.ts"),
  de: (): Language => import("../i18n/languages/de.ts"),
  es: (): Language => import("../i18n/languages/es.ts"),
  fr: (): Language => import("../i18n/languages/fr.ts"),
  hi: (): Language => import("../i18n/languages/hi.ts"),
  it: (): Language => import("../i18n/languages/it.ts"),
  ja: (): Language => import("../i18n/languages/ja.ts"),
  ko: (): Language => import("../i18n/languages/ko.ts"),
  nl: (): Language => import("../i18n/languages/nl.ts"),
  pl: (): Language => import("../i18n/languages/pl.ts"),
  pt: (): Language => import("../i18n/languages/pt.ts"),
  tr: (): Language => import("../i18n/languages/tr.ts"),
  zh: (): Language => import("../i18n/languages/zh.ts"),
};

export type ChunkName = keyof typeof CHUNKS;
export type Chunk<N extends ChunkName> = Awaited<ReturnType<(typeof CHUNKS)[N]>>;

/**
 * Loads a chunk. A browser remembers for as long as the page lives that a module could not be had: so after `failures` it is
 * asked for at another address.
 */
export async function importChunk<N extends ChunkName>(name: N, failures: number): Promise<Chunk<N>> {
  if (failures === 0) return CHUNKS[name]() as Promise<Chunk<N>>;
  const folder = name === "engine" ? "../engine" : name === "draw" ? "../qr" : "../i18n/languages";
  return import(/* @vite-ignore */ `${folder}/${name}.js?${failures}`);
}
