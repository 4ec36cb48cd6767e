import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Writes a `.br` and a `.gz` file beside each script, which the companion serves as they are. */
export const precompress: Plugin = {
  name: "precompress",
  writeBundle({ dir = "dist" }, bundle) {
    for (const { fileName } of Object.values(bundle)) {
      const code = readFileSync(`${dir}/${fileName}`);
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: code.length,
        // These give the smallest files.
        [constants.BROTLI_PARAM_LGWIN]: code.length < 2 ** 16 ? 16 : 22,
        [constants.BROTLI_PARAM_NPOSTFIX]: 3,
      };
      writeFileSync(`${dir}/${fileName}.br`, brotliCompressSync(code, { params }));
      writeFileSync(`${dir}/${fileName}.gz`, gzipSync(code, { level: constants.Z_BEST_COMPRESSION }));
    }
  },
};
