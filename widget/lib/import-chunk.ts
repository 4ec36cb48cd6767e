import type { Labels } from "../i18n/labels.ts";

type Language = Promise<{ LABELS: Labels }>;

/**
 * The lazy chunks, for bundlers: each is a literal import, which every bundler understands. The scripts that a companion serves are
 * built with `import-chunk-served.ts` or `import-chunk-whole.ts` in place of this module.
 */
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
 * Loads a chunk. After a failure it is tried again. Some browsers and bundlers remember for as long as the page lives that a
 * chunk failed: then the fallback is loaded, one file with the content of all chunks.
 * @throws when nothing can be loaded. The next call tries again
 */
export async function importChunk<N extends ChunkName>(name: N, _server?: string): Promise<Chunk<N>> {
  const load = CHUNKS[name] as () => Promise<Chunk<N>>;
  try {
    return await load().catch(load);
  } catch {
    const fallback = await import("./fallback.ts");
    return fallback.importChunk(name);
  }
}
