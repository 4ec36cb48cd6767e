import { createHash } from "node:crypto";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { defineConfig, type Plugin } from "vite";

/** Takes the indentation out of Lit's `css` and `html` templates, which a minifier leaves as they are. */
const squeezeTemplates: Plugin = {
  name: "squeeze-templates",
  enforce: "pre",
  transform(code, id) {
    if (!/\/widget\/(\w+\/)?[^/]+\.ts$/.test(id)) return null;
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
        chunk.code = chunk.code.replace(/(?<=[=(,:?])\s*\/\* @(__PURE__|vite-ignore) \*\/\s*/g, "");
  },
};

/** What the scripts are made of. */
const SOURCES = ["package-lock.json", "vite.config.ts", "widget"];

/** Tells one build's chunks from another's. */
function hashSources(): string {
  const files = SOURCES.flatMap((path) => globSync(path.includes(".") ? path : `${path}/**/*.ts`));
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 8);
}

/**
 * Makes the chunks. All share one hash, so that the script, which has to be small, can make up their names instead of
 * knowing fifteen. The chunks that share code with the script have to be imported by it as long as the bundler looks.
 */
function makeChunks(suffix: string): Plugin {
  const address = `\`./chunks/\${name}${suffix}\${failures ? "?" + failures : ""}\``;
  const shown = 'globalThis.BUNDLER(import("../engine/engine.ts"), import("../qr/draw.ts"))';
  return {
    name: "make-chunks",
    buildStart() {
      for (const id of globSync("widget/i18n/languages/*.ts"))
        this.emitFile({
          type: "chunk",
          id,
          fileName: `chunks/${basename(id, ".ts")}${suffix}`,
          preserveSignature: "strict",
        });
    },
    load(id) {
      if (!id.endsWith("/widget/lib/import-chunk.ts")) return null;
      return `export const importChunk = (name, failures) => (${shown}, import(/* @vite-ignore */ ${address}));`;
    },
    generateBundle(_options, bundle) {
      const script = bundle["request-checkout.js"];
      if (script?.type !== "chunk") throw new Error("the script is missing");
      const code = script.code.replace(/globalThis\.BUNDLER\((import\(`[^`]*`\),?)+\),/, "");
      if (code === script.code) throw new Error("the imports for the bundler are not where they were");
      script.code = code;
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

/** What `integrity` says of each script, for pages that name a version: the hash of the file as it lies there. */
const writeIntegrity: Plugin = {
  name: "write-integrity",
  writeBundle({ dir = "dist" }) {
    const files = globSync(["*.js", "chunks/*.js"], { cwd: dir }).sort();
    const hashes = files.map((file) => [
      file,
      `sha384-${createHash("sha384")
        .update(readFileSync(`${dir}/${file}`))
        .digest("base64")}`,
    ]);
    writeFileSync(`${dir}/integrity.json`, `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
  },
};

/** The bundled scripts, Lit inside: an ES module, and with `--mode classic` the same for a plain script tag. */
export default defineConfig(({ mode }) => {
  const isClassic = mode === "classic";
  const suffix = `-${hashSources()}.js`;
  return {
    publicDir: false,
    plugins: [
      squeezeTemplates,
      dropHints,
      ownNamesOnly,
      writeIntegrity,
      ...(isClassic ? [] : [makeChunks(suffix)]),
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
        output: { chunkFileNames: `chunks/[name]${suffix}`, minify: true, codeSplitting: !isClassic },
      },
    },
    define: { "process.env.NODE_ENV": '"production"' },
  };
});
