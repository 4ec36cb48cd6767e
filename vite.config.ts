import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { defineConfig, type Plugin } from "vite";

/** Takes the indentation out of Lit's `css` and `html` templates, which a minifier leaves as they are. */
const squeezeTemplates: Plugin = {
  name: "squeeze-templates",
  enforce: "pre",
  transform(code, id) {
    if (!/\/widget\/(qr\/)?[^/]+\.ts$/.test(id)) return null;
    const css = (text: string) =>
      text
        .replace(/\s+/g, " ")
        .replace(/ ?([{}:;,]) ?/g, "$1")
        .replace(/;}/g, "}")
        .replace(/(?<![\d.])0\./g, ".");
    return code
      .replace(/css`([^`$]*)`/g, (_, text: string) => `css\`${css(text).trim()}\``)
      .replace(/(>|`)\s*\n\s*/g, "$1")
      .replace(/\n\s*(<\/?[a-z]|\$\{|`)/g, "$1")
      .replace(/\n\s+/g, "\n");
  },
};

/** Takes out what only a bundler reads. */
const dropHints: Plugin = {
  name: "drop-hints",
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle))
      if (chunk.type === "chunk")
        chunk.code = chunk.code.replace(/\s*\/\* @(__PURE__|vite-ignore) \*\/\s*/g, " ");
  },
};

/** Tells each script the names of its chunks, so that it can ask for them again at another address. */
const nameChunks: Plugin = {
  name: "name-chunks",
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
    for (const { name, fileName } of chunks)
      for (const chunk of chunks) {
        const path = chunk.isEntry ? fileName : basename(fileName);
        chunk.code = chunk.code.replace(`\`./${name}.js\``, `\`./${path}\``);
        chunk.code = chunk.code.replace(`\`./qr/${name}.js\``, `\`./${path}\``);
      }
  },
};

const LANGUAGES = "widget/languages";

/**
 * Makes a chunk of each language. All share one hash, so that the script, which has to be small, can make up their names
 * instead of knowing thirteen.
 */
function chunkLanguages(): Plugin {
  const files = readdirSync(LANGUAGES);
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(`${LANGUAGES}/${file}`));
  const suffix = `-${hash.digest("base64url").slice(0, 8)}.js`;
  const path = `\`./chunks/\${code}${suffix}\${failures ? "?" + failures : ""}\``;
  return {
    name: "chunk-languages",
    buildStart() {
      for (const file of files)
        this.emitFile({
          type: "chunk",
          id: `${LANGUAGES}/${file}`,
          fileName: `chunks/${file.replace(".ts", suffix)}`,
          preserveSignature: "strict",
        });
    },
    load(id) {
      if (!id.endsWith("/widget/import-language.ts")) return null;
      return `export const importLanguage = (code, failures) => import(/* @vite-ignore */ ${path});`;
    },
  };
}

/** The bundler's own helper walks over whatever a page has put on Object.prototype too, and dies of it. */
const ownNamesOnly: Plugin = {
  name: "own-names-only",
  generateBundle(_options, bundle) {
    for (const output of Object.values(bundle))
      if (output.type === "chunk")
        output.code = output.code.replace(/for\(var (\w+) in (\w+)\)/g, "for(var $1 of Object.keys($2))");
  },
};

/** The bundled scripts, Lit inside: an ES module, and with `--mode classic` the same for a plain script tag. */
export default defineConfig(({ mode }) => {
  const isClassic = mode === "classic";
  return {
    publicDir: false,
    plugins: [
      squeezeTemplates,
      dropHints,
      ownNamesOnly,
      ...(isClassic ? [] : [nameChunks, chunkLanguages()]),
    ],
    build: {
      outDir: "dist",
      emptyOutDir: false,
      target: "es2022",
      modulePreload: false,
      lib: {
        entry: "widget/index.ts",
        name: "RequestCheckout",
        formats: [isClassic ? "iife" : "es"],
        fileName: () => (isClassic ? "request-checkout.iife.js" : "request-checkout.js"),
      },
      rolldownOptions: {
        preserveEntrySignatures: "allow-extension",
        output: { chunkFileNames: "chunks/[name]-[hash].js", minify: true, codeSplitting: !isClassic },
      },
    },
    define: { "process.env.NODE_ENV": '"production"' },
  };
});
