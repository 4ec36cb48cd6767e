import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Lit with an element of a few lines, bundled and minified as our own script is. */
export async function buildLitAlone(): Promise<string> {
  const built = await build({
    configFile: false,
    root: here("../../.."),
    publicDir: false,
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      lib: { entry: here("lit-alone.ts"), formats: ["es"], fileName: "lit-alone" },
      rolldownOptions: { output: { minify: true } },
    },
  });
  const [{ output } = { output: [] }] = built as Rolldown.RolldownOutput[];
  const [chunk] = output;
  if (chunk?.type !== "chunk") throw new Error("Lit alone was not built");
  return chunk.code;
}
