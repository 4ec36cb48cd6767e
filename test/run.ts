import { parseArgs } from "node:util";
import { ensureBrowser } from "./helpers/browser.ts";
import { filesThatCall } from "./helpers/files-that-call.ts";
import { startPostgres } from "./helpers/postgres.ts";
import { runBrowserTests } from "./helpers/run-browser-tests.ts";
import { runCommand } from "./helpers/run-command.ts";
import { runNodeTests } from "./helpers/run-node-tests.ts";
import { isSoak } from "./helpers/scale.ts";
import { sumTallies, type Tally } from "./helpers/tally.ts";

/** Those of the server's tests that exercise SQL or locking, and those of what only PostgreSQL can: one server for all of them. */
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

const onBothEngines = () => filesThatCall("runOnBothEngines", ["test/server/**/*.test.ts"]);

/** The heavy proofs; at full length, those too of which the other suites run a fifth. */
async function runSoak(): Promise<Tally> {
  const soak = await runNodeTests("test/soak/*.test.ts");
  if (!isSoak) return soak;
  const onSqlite = await runNodeTests(filesThatCall("scaled", ["test/{server,sandbox}/**/*.test.ts"]));
  const both = onBothEngines().filter((file) => filesThatCall("scaled", [file]).length > 0);
  const onOther = await onPostgres(() =>
    runNodeTests([...both, ...filesThatCall("scaled", ["test/postgres/*.test.ts"])]),
  );
  return sumTallies([soak, onSqlite, onOther]);
}

const WTR_CONFIG = "test/widget/web-test-runner.config.ts";

/** In this order: the quickest to fail comes first, and the browser loads what `build` has made. */
const SUITES: Record<string, () => Promise<Tally>> = {
  types: () => runCommand("tsc", ["-p", "test"]),
  lint: () => runCommand("biome", ["check", "--error-on-warnings"]),
  project: () => runNodeTests("test/project/*.test.ts"),
  build: () => runCommand("npm", ["run", "--silent", "build"]),
  server: () => runNodeTests(["test/server/**/*.test.ts", "test/doctor/*.test.ts"]),
  "server-postgres": () => onPostgres(() => runNodeTests([...onBothEngines(), "test/postgres/*.test.ts"])),
  sandbox: () => runNodeTests("test/sandbox/**/*.test.ts"),
  package: () => runNodeTests("test/package/*.test.ts"),
  script: () => runNodeTests("test/widget/*.node.ts"),
  widget: () => runBrowserTests(WTR_CONFIG),
  soak: runSoak,
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
