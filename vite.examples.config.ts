import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { compileScript, parse } from "vue/compiler-sfc";

/** What `@vitejs/plugin-vue` does with `isCustomElement`, as far as one component without styles needs it. */
const vueFiles: Plugin = {
  name: "vue-files",
  load(id) {
    if (!id.endsWith(".vue")) return null;
    const { descriptor } = parse(readFileSync(id, "utf8"), { filename: id });
    const isCustomElement = (tag: string) => tag.startsWith("request-checkout");
    const templateOptions = { compilerOptions: { isCustomElement } };
    return compileScript(descriptor, { id, inlineTemplate: true, templateOptions }).content;
  },
};

/** The scripts of the examples with React and Vue, which `demo/examples-routes.ts` serves. */
export default defineConfig({
  publicDir: false,
  base: "/examples/built/",
  plugins: [vueFiles],
  build: {
    outDir: "dist/demo/examples",
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      // What React's own plugin does: the directive is for frameworks that render on a server.
      onwarn: (warning, warn) => warning.code !== "MODULE_LEVEL_DIRECTIVE" && warn(warning),
      input: { react: "demo/examples/react/main.tsx", vue: "demo/examples/vue/main.ts" },
      output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
    },
  },
  define: {
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
});
