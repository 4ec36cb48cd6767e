/**
 * Everything that is otherwise loaded in chunks, in one file that imports nothing: loaded where a chunk cannot be. It is built
 * with its own copy of the modules that it shares with the script.
 */
export { importChunk } from "./import-chunk-whole.ts";
