/** An app that installs the packed package, builds, and pays. */
export interface App {
  name: string;
  /** The folder of its template. */
  template: string;
  /** Changes to its `package.json`: other versions, or another build. */
  dependencies?: Readonly<Record<string, string>>;
  build?: string;
  /** The command that serves it on `$PORT`; for a static app the folder that the runner serves. */
  serve: { command: string } | { folder: string };
  /** What its server sends before any script has run. Undefined where the browser makes the whole page. */
  rendered?: RegExp;
}

/** What a server renders of the button: the attributes that a browser reads. */
const BUTTON = /<request-checkout[^>]* client-id="cli_sandbox"/;

const next = { template: "next", serve: { command: "next start -H 127.0.0.1 -p $PORT" }, rendered: BUTTON };

/** Without a framework: plain JavaScript, in a file whose name lets the runner put the addresses in. */
const bundler = { template: "bundler", serve: { folder: "dist" } };
const COPY_PAGE = "cp index.html dist/";

export const APPS: readonly App[] = [
  { ...next, name: "next-turbopack", build: "next build" },
  { ...next, name: "next-webpack", build: "next build --webpack" },
  { name: "vite-react", template: "vite-react", serve: { folder: "dist" } },
  {
    name: "vite-react-18",
    template: "vite-react",
    dependencies: {
      react: "18.3.1",
      "react-dom": "18.3.1",
      "@types/react": "18.3.31",
      "@types/react-dom": "18.3.7",
    },
    serve: { folder: "dist" },
  },
  { name: "vite-vue", template: "vite-vue", serve: { folder: "dist" } },
  { name: "vite-solid", template: "vite-solid", serve: { folder: "dist" } },
  { name: "vite-preact", template: "vite-preact", serve: { folder: "dist" } },
  { name: "sveltekit", template: "sveltekit", serve: { command: "node build" }, rendered: BUTTON },
  { name: "nuxt", template: "nuxt", serve: { command: "node .output/server/index.mjs" }, rendered: BUTTON },
  { name: "astro", template: "astro", serve: { folder: "dist" }, rendered: BUTTON },
  { name: "angular", template: "angular", serve: { folder: "dist/app/browser" } },
  {
    ...bundler,
    name: "esbuild",
    build: `esbuild src/main.ts --bundle --splitting --format=esm --outdir=dist && ${COPY_PAGE}`,
  },
  {
    ...bundler,
    name: "rollup",
    build: `cp src/main.ts src/main.js && rollup src/main.js --plugin node-resolve --dir dist --format es && ${COPY_PAGE}`,
  },
  {
    ...bundler,
    name: "webpack",
    build: `cp src/main.ts src/main.js && webpack --mode production --entry ./src/main.js && ${COPY_PAGE}`,
  },
];
