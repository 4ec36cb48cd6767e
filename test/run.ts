import { parseArgs } from "node:util";
import { ensureBrowser } from "./helpers/browser.ts";
import { startPostgres } from "./helpers/postgres.ts";
import { runBrowserTests } from "./helpers/run-browser-tests.ts";
import { runCommand } from "./helpers/run-command.ts";
import { runNodeTests } from "./helpers/run-node-tests.ts";
import { isSoak } from "./helpers/scale.ts";
import { sumTallies, type Tally } from "./helpers/tally.ts";

/** The server's tests once more, on the other engine, and those of what only that one can: one PostgreSQL for all of them. */
async function onPostgres(runSuite: () => Promise<Tally>): Promise<Tally> {
  const server = await startPostgres();
  Object.assign(process.env, { TEST_STORE: "postgres", TEST_POSTGRES_URL: server.url });
  try {
    return await runSuite();
  } finally {
    delete process.env.TEST_STORE;
    delete process.env.TEST_POSTGRES_URL;
    await server.remove();
  }
}

const WTR_CONFIG = "test/widget/web-test-runner.config.ts";

/** Tests of other suites that try more cases with `SOAK=1`. */
const LONGER_IN_SOAK = [
  "test/e2e/{builder,builder-choices,dashboard-looks,every-state,memory}.test.ts",
  "test/sandbox/hosted-page-looks.test.ts",
];

/** In this order: the quickest to fail comes first, and the browser loads what `build` has made. */
const SUITES: Record<string, () => Promise<Tally>> = {
  types: () => runCommand("tsc", ["-p", "test"]),
  lint: () => runCommand("biome", ["check", "--error-on-warnings"]),
  project: () => runNodeTests("test/project/*.test.ts"),
  build: () => runCommand("npm", ["run", "--silent", "build"]),
  server: () => runNodeTests(["test/server/**/*.test.ts", "test/doctor/*.test.ts"]),
  "server-postgres": () =>
    onPostgres(() => runNodeTests(["test/server/**/*.test.ts", "test/postgres/*.test.ts"])),
  sandbox: () => runNodeTests("test/sandbox/**/*.test.ts"),
  package: () => runNodeTests("test/package/*.test.ts"),
  script: () => runNodeTests("test/widget/*.node.ts"),
  widget: () => runBrowserTests(WTR_CONFIG),
  soak: () => runNodeTests(["test/soak/*.test.ts", ...(isSoak ? LONGER_IN_SOAK : [])]),
  e2e: () => runNodeTests("test/e2e/**/*.test.ts"),
};

const { only = [] } = parseArgs({ options: { only: { type: "string", multiple: true } } }).values;
const unknown = only.filter((name) => !Object.hasOwn(SUITES, name));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(", ")}. There are: ${Object.keys(SUITES).join(", ")}.`);
  process.exit(2);
}

process.env.CHROME_PATH = ensureBrowser();
console.log(`browser: ${process.env.CHROME_PATH}`);
const tallies: Tally[] = [];
for (const [name, runSuite] of Object.entries(SUITES)) {
  if (only.length > 0 && !only.includes(name)) continue;
  console.log(`\n── ${name}`);
  tallies.push(await runSuite());
}

const { passed, failed } = sumTallies(tallies);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
