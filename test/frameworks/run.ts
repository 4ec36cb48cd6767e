/**
 * `npm run test:frameworks`: installs the packed package into a fresh app of each framework, builds it, and pays in it. It needs the
 * npm registry. `-- --only next-turbopack,astro` chooses; `--list` names them; `--keep` leaves the apps where they were built.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launchBrowser } from "../helpers/browser.ts";
import { needsBuild } from "../helpers/run-build.ts";
import { APPS } from "./apps.ts";
import { buildApp } from "./build-app.ts";
import { payIn } from "./pay.ts";

const { values } = parseArgs({
  options: { only: { type: "string" }, list: { type: "boolean" }, keep: { type: "boolean" } },
});
const wanted = values.only?.split(",") ?? APPS.map(({ name }) => name);
const unknown = wanted.filter((name) => !APPS.some((app) => app.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no app ${unknown.join(", ")}. There are: ${APPS.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}
if (values.list) {
  for (const { name } of APPS) console.log(name);
  process.exit(0);
}

function pack(folder: string): string {
  if (needsBuild("current")) execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
  const output = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [packed] = JSON.parse(output.toString()) as [{ filename: string }];
  return join(folder, packed.filename);
}

const folder = mkdtempSync(join(tmpdir(), "request-checkout-frameworks-"));
const browser = await launchBrowser();
const failures = new Map<string, string>();
try {
  const tarball = pack(folder);
  for (const app of APPS.filter(({ name }) => wanted.includes(name))) {
    const startedAt = performance.now();
    const report = (step: string) =>
      console.log(`${app.name}: ${step} (${((performance.now() - startedAt) / 1000).toFixed(0)} s)`);
    try {
      const built = await buildApp(app, { folder: join(folder, app.name), tarball, report });
      try {
        await payIn(app, { built, browser, report });
      } finally {
        await built.close();
      }
      report("passed");
    } catch (error) {
      failures.set(app.name, error instanceof Error ? error.message : String(error));
      report(`FAILED: ${failures.get(app.name)}`);
    }
    if (!values.keep) rmSync(join(folder, app.name), { recursive: true, force: true });
  }
} finally {
  await browser.close();
  if (values.keep) console.log(`The apps are in ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
for (const name of wanted) console.log(`${failures.has(name) ? "✖" : "✔"} ${name}`);
console.log(`${wanted.length - failures.size} passed, ${failures.size} failed`);
process.exit(failures.size > 0 ? 1 : 0);
