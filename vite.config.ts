import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { defineConfig, type Plugin, type UserConfig } from "vite";
import { keepBuilds } from "./vite/keep-builds.ts";
import { minifyTemplates } from "./vite/minify-templates.ts";
import { precompress } from "./vite/precompress.ts";
import { slimLit } from "./vite/slim-lit.ts";

const LANGUAGES = globSync("widget/i18n/languages/*.ts").map((path) => basename(path, ".ts"));

/** What the scripts are made of. */
const SOURCES = ["package-lock.json", "vite.config.ts", "vite", "widget"];

/** Tells one build's chunks from another's: a hash of the sources. */
function hashSources(): string {
  const files = SOURCES.flatMap((path) => globSync(path.includes(".") ? path : `${path}/**/*.ts`));
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 8);
}

/** What `integrity` says of a script. */
function integrityOf(path: string, algorithm: "sha256" | "sha384"): string {
  return `${algorithm}-${createHash(algorithm).update(readFileSync(path)).digest("base64")}`;
}

const BUILD = hashSources();
/** All chunks of a build share one hash, so that the script, which has to be small, can make up their names. */
const SUFFIX = `-${BUILD}.js`;
const FALLBACK = `chunks/fallback${SUFFIX}`;

/** What `integrity` says of each script of this build, for pages that name a version. */
const writeIntegrity: Plugin = {
  name: "write-integrity",
  writeBundle({ dir = "dist" }) {
    const files = globSync(["*.js", `chunks/*${SUFFIX}`], { cwd: dir }).sort();
    const hashes = files.map((file) => [file, integrityOf(`${dir}/${file}`, "sha384")]);
    writeFileSync(`${dir}/integrity.json`, `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
  },
};

/** Takes the module that loads the lazy chunks in the form that a build needs. */
function useLoader(name: "served" | "whole"): Plugin {
  return {
    name: "use-loader",
    enforce: "pre",
    resolveId: (id) =>
      basename(id) === "import-chunk.ts" ? resolve(`widget/lib/import-chunk-${name}.ts`) : null,
  };
}

const COMMON = {
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"' },
} satisfies UserConfig;

const BUILD_OPTIONS = { emptyOutDir: false, target: "es2022", modulePreload: false } as const;
const OUTPUT = { minify: true, comments: { annotation: false, jsdoc: false, legal: false } } as const;

interface Whole {
  entry: string;
  format: "iife" | "es";
  outDir?: string;
  file: string;
  plugins?: Plugin[];
}

/** Everything in one file: a classic script, or the fallback for chunks that cannot be loaded. */
function whole({ entry, format, outDir = "dist", file, plugins = [] }: Whole): UserConfig {
  return {
    ...COMMON,
    plugins: [useLoader("whole"), slimLit, minifyTemplates(), ...plugins],
    build: {
      ...BUILD_OPTIONS,
      outDir,
      lib: { entry, name: "RequestCheckout", formats: [format], fileName: () => file },
      rolldownOptions: { output: { ...OUTPUT, codeSplitting: false } },
    },
  };
}

/** The module and its chunks. */
function served(): UserConfig {
  if (!existsSync(`dist/${FALLBACK}`)) throw new Error("build the fallback first: npm run build:widget");
  const languages = LANGUAGES.map((code) => [code, `widget/i18n/languages/${code}.ts`]);
  const chunks = Object.fromEntries([["draw", "widget/qr/draw.ts"], ...languages]);
  return {
    ...COMMON,
    plugins: [
      useLoader("served"),
      slimLit,
      minifyTemplates(),
      writeIntegrity,
      precompress,
      keepBuilds(BUILD),
    ],
    define: {
      ...COMMON.define,
      CHUNK_SUFFIX: JSON.stringify(SUFFIX),
      FALLBACK_INTEGRITY: JSON.stringify(integrityOf(`dist/${FALLBACK}`, "sha256")),
    },
    build: {
      ...BUILD_OPTIONS,
      outDir: "dist",
      lib: {
        entry: { "request-checkout": "widget/index.ts", ...chunks },
        formats: ["es"],
        fileName: (_format, name) => (name === "request-checkout" ? `${name}.js` : `chunks/${name}${SUFFIX}`),
      },
      rolldownOptions: {
        preserveEntrySignatures: "allow-extension",
        output: { ...OUTPUT, chunkFileNames: `chunks/[name]${SUFFIX}` },
      },
    },
  };
}

/** The scripts, Lit inside. `npm run build:widget` runs the modes in the right order. */
export default defineConfig(({ mode }) => {
  const classic = { entry: "widget/index.ts", format: "iife" } as const;
  const fallback = { entry: "widget/lib/fallback.ts", format: "es" } as const;
  if (mode === "classic")
    return whole({ ...classic, file: "request-checkout.iife.js", plugins: [writeIntegrity, precompress] });
  if (mode === "fallback") return whole({ ...fallback, file: FALLBACK, plugins: [precompress] });
  if (mode === "package") return whole({ ...fallback, outDir: "dist/widget/lib", file: "fallback.js" });
  return served();
});
