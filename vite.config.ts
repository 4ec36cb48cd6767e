import { defineConfig, type Plugin } from "vite";

/** Takes the indentation out of Lit's `css` and `html` templates, which a minifier leaves as they are. */
const squeezeTemplates: Plugin = {
  name: "squeeze-templates",
  enforce: "pre",
  transform(code, id) {
    if (!/\/widget\/[^/]+\.ts$/.test(id)) return null;
    const css = (text: string) =>
      text
        .replace(/\s+/g, " ")
        .replace(/ ?([{}:;,]) ?/g, "$1")
        .replace(/;}/g, "}");
    return code
      .replace(/css`([^`$]*)`/g, (_, text: string) => `css\`${css(text).trim()}\``)
      .replace(/(>|`)\s*\n\s*/g, "$1")
      .replace(/\n\s*(<\/?[a-z]|\$\{|`)/g, "$1");
  },
};

/** Tells the script the name of its chunk, so that it can ask for it again at another address. */
const nameEngine: Plugin = {
  name: "name-engine",
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
    const engine = chunks.find(({ name }) => name === "engine");
    for (const chunk of chunks)
      if (engine) chunk.code = chunk.code.replace("./engine.js", `./${engine.fileName}`);
  },
};

/** The bundled scripts, Lit inside: an ES module, and with `--mode classic` the same for a plain script tag. */
export default defineConfig(({ mode }) => {
  const isClassic = mode === "classic";
  return {
    publicDir: false,
    plugins: [squeezeTemplates, nameEngine],
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
