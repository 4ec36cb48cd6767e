import { defineConfig } from "vite";

/** The pages' scripts, one file each, by mode; each page's server serves it. */
const PAGES: Record<string, { entry: string; outDir: string; fileName: string }> = {
  builder: { entry: "demo/builder/main.ts", outDir: "dist/demo", fileName: "builder.js" },
  dashboard: { entry: "server/dashboard/page/main.ts", outDir: "dist/dashboard", fileName: "dashboard.js" },
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
      lib: { entry: page.entry, formats: ["es"], fileName: () => page.fileName },
      rolldownOptions: { output: { codeSplitting: false, minify: true } },
    },
    define: { "process.env.NODE_ENV": '"production"' },
  };
});
