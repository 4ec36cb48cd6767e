import type { Chunk, ChunkName } from "./import-chunk.ts";

/** Set by the build: the end of each chunk's name, which differs between builds. */
declare const CHUNK_SUFFIX: string;
/** Set by the build: the hash of the fallback. */
declare const FALLBACK_INTEGRITY: string;

/** A page that pins a module script by its hash. Its chunks must be verified, too. */
const pinned = document.querySelector<HTMLScriptElement>("[type=module][integrity]");

let failures = 0;

/**
 * The fallback runs only if it is this build's own. A preloaded module is verified, and the import takes just that one. After a failure
 * its address is another one, since some browsers remember a failure for as long as the page lives.
 */
async function loadFallback(base: string): Promise<typeof import("./fallback.ts")> {
  const href = new URL(`chunks/fallback${CHUNK_SUFFIX}?${failures}`, base).href;
  const integrity = FALLBACK_INTEGRITY;
  const link = document.createElement("link");
  await (link.relList.supports("modulepreload")
    ? new Promise((onload, onerror) => {
        const { nonce } = pinned ?? link;
        Object.assign(link, { rel: "modulepreload", integrity, nonce, href, onload, onerror });
        document.head.append(link);
      })
    : fetch(href, { integrity }));
  return import(/* @vite-ignore */ href);
}

/**
 * Loads a chunk of this build from beside the script, and once more where that fails. Then the fallback is loaded, from beside the
 * script or from the companion.
 * @throws when nothing can be loaded. The next call tries again
 */
export async function importChunk<N extends ChunkName>(name: N, server?: string): Promise<Chunk<N>> {
  const path = `./chunks/${name}${CHUNK_SUFFIX}`;
  try {
    if (pinned) throw pinned;
    // The bundler has to see which chunk shares code with the script.
    const chunk = name === "engine" ? import("../engine/engine.ts") : import(/* @vite-ignore */ path);
    return (await chunk.catch(() => import(/* @vite-ignore */ `${path}?${++failures}`))) as Chunk<N>;
  } catch {
    const fallback = loadFallback(import.meta.url).catch(() => {
      failures += 1;
      return loadFallback(`${server}/widget/`);
    });
    return (await fallback).importChunk(name);
  }
}
