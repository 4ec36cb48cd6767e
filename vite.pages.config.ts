import { defineConfig } from "vite";

/** The pages that have a script of their own, and perhaps a style, by mode; each page's server serves them. */
const PAGES: Record<string, { entry: string; outDir: string }> = {
  builder: { entry: "demo/builder/main.ts", outDir: "dist/demo" },
  dashboard: { entry: "server/dashboard/page/main.ts", outDir: "dist/dashboard" },
};

export default defineConfig(({ mode }) => {
  const page = PAGES[mode];
  if (!page) throw new Error(`--mode must be one of ${Object.keys(PAGES).join(", ")}`);
  return {
    publicDir: false,
    build: {
      outDir: page.outDir,
      emptyOutDir: false,
      target: "es2022",
      modulePreload: false,
      lib: {
        entry: page.entry,
        formats: ["es"],
        fileName: () => `${mode}.js`,
        cssFileName: mode,
      },
      rolldownOptions: { output: { codeSplitting: false, minify: true } },
    },
    define: { "process.env.NODE_ENV": '"production"' },
  };
});
