import { defineConfig } from "vite";

/** The script of the demo's builder: one file, which `demo/pages.ts` serves. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "dist/demo",
    emptyOutDir: false,
    target: "es2022",
    modulePreload: false,
    lib: { entry: "demo/builder/main.ts", formats: ["es"], fileName: () => "builder.js" },
    rolldownOptions: { output: { codeSplitting: false, minify: true } },
  },
});
