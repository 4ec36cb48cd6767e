import { filesThatCall } from "./helpers/files-that-call.ts";
import { BUILD } from "./helpers/run-build.ts";
import type { Suites } from "./helpers/run-plan.ts";
import { isSoak } from "./helpers/scale.ts";

/** Tests of other suites that try more cases with `SOAK=1`. */
const LONGER_IN_SOAK = [
  ...filesThatCall("scaled", ["test/{server,sandbox}/**/*.test.ts"]),
  "test/matrix/*-made.test.ts",
  "test/e2e/{builder,every-state,frames}.test.ts",
];

/** What looks, sizes and memory are like, and what needs other programs: too slow for each change. They run in the soak, and where they are named. */
const ONLY_IN_SOAK = [
  "test/e2e/{builder-choices,dashboard-looks,layout-shift,memory}.test.ts",
  "test/project/bench-smoke.test.ts",
  "test/sandbox/hosted-page-looks.test.ts",
  "test/server/alerts.test.ts",
];

/** The same on PostgreSQL: a restart under load, and what is about HTTP and runs on SQLite in every run. */
const ONLY_IN_SOAK_ON_POSTGRES = [
  "test/postgres/rolling-restart.test.ts",
  "test/server/{any-request,link-ended-early,offers,openapi,registration-reads}.test.ts",
];

/** The server's tests that exercise SQL or locking. */
const ON_BOTH_ENGINES = filesThatCall("runOnBothEngines", ["test/server/**/*.test.ts"]);

/** In this order: the quickest to fail comes first, and the browser loads what `build` has made. */
export const SUITES: Suites = {
  types: { kind: "command", command: ["tsc", "-p", "test"] },
  lint: { kind: "command", command: ["biome", "check", "--error-on-warnings"] },
  build: BUILD,
  project: {
    kind: "node",
    files: ["test/project/*.test.ts"],
    exclude: ONLY_IN_SOAK,
    alone: ["test/project/runner.test.ts"],
    dist: "any",
    browser: true,
  },
  server: {
    kind: "node",
    files: ["test/server/**/*.test.ts", "test/doctor/*.test.ts", "test/cli/*.test.ts"],
    exclude: ONLY_IN_SOAK,
    dist: "any",
  },
  // Honest payments under every reading of what Request Network's documents leave open.
  matrix: { kind: "node", files: ["test/matrix/*.test.ts"], dist: "any" },
  // What exercises SQL or locking again on the other engine, and what only that engine can do.
  "server-postgres": {
    kind: "node",
    files: [...ON_BOTH_ENGINES, "test/postgres/*.test.ts"],
    exclude: ONLY_IN_SOAK_ON_POSTGRES,
    postgres: true,
    dist: "any",
  },
  sandbox: {
    kind: "node",
    files: ["test/sandbox/**/*.test.ts"],
    exclude: ONLY_IN_SOAK,
    browser: true,
  },
  package: { kind: "node", files: ["test/package/*.test.ts"], dist: "current" },
  script: { kind: "node", files: ["test/widget/*.node.ts"], dist: "current" },
  widget: {
    kind: "browser",
    files: ["test/widget/**/*.test.ts"],
    config: "test/widget/web-test-runner.config.ts",
    browser: true,
  },
  soak: {
    kind: "node",
    alone: ["test/soak/**"],
    files: ["test/soak/*.test.ts", ...(isSoak ? [...LONGER_IN_SOAK, ...ONLY_IN_SOAK] : [])],
    dist: isSoak ? "current" : "any",
    browser: isSoak,
  },
  // Needs the npm registry. One app of each kind: React on a server, React in a browser, another compiler, view transitions.
  ...(isSoak && {
    frameworks: {
      kind: "command",
      command: [
        "npm",
        "run",
        "--silent",
        "test:frameworks",
        "--",
        "--only",
        "next-turbopack,vite-react,sveltekit,astro",
      ],
    } as const,
  }),
  ...(isSoak && {
    "soak-postgres": {
      kind: "node",
      files: [
        ...ON_BOTH_ENGINES.filter((file) => filesThatCall("scaled", [file]).length > 0),
        ...filesThatCall("scaled", ["test/postgres/*.test.ts"]),
        ...ONLY_IN_SOAK_ON_POSTGRES,
      ],
      postgres: true,
    } as const,
  }),
  e2e: {
    kind: "node",
    files: ["test/e2e/**/*.test.ts"],
    exclude: ONLY_IN_SOAK,
    dist: "current",
    browser: true,
  },
  // What only the soak runs, where it is named: `npm test -- test/e2e/memory.test.ts`.
  ...(!isSoak && {
    "only-in-soak": {
      kind: "node",
      files: ONLY_IN_SOAK,
      // It measures what one browser holds in memory.
      alone: ["test/e2e/memory.test.ts"],
      dist: "current",
      browser: true,
      onlyWhenNamed: true,
    } as const,
    "only-in-soak-postgres": {
      kind: "node",
      files: ONLY_IN_SOAK_ON_POSTGRES,
      postgres: true,
      dist: "any",
      onlyWhenNamed: true,
    } as const,
  }),
};
