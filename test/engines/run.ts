/** `npm run test:engines`: the payment path in Firefox and WebKit, too. Installs Debian's packages where they are missing. */
import { spawnSync } from "node:child_process";
import { BUILD } from "../helpers/run-build.ts";
import { main } from "../helpers/run-main.ts";
import type { Suites } from "../helpers/run-plan.ts";
import type { Engine } from "./browser.ts";
import { firefox } from "./firefox.ts";
import { webkit } from "./webkit.ts";

function isThere(program: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

/** @throws {Error} where it is not there and can't be installed, with what to do */
function ensure({ name, packages, program }: Engine): void {
  const missing = [program, ...(packages.includes("xvfb") ? ["xvfb-run"] : [])].filter(
    (each) => !isThere(each),
  );
  if (missing.length === 0) return;
  const install = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  if (process.getuid?.() !== 0 || !isThere("apt-get"))
    throw new Error(`${name} needs ${missing.join(", ")}. On Debian, as root: ${install}`);
  console.log(`${name} is not here: installing it (${install}).`);
  const { status } = spawnSync(install, { shell: true, stdio: "inherit" });
  if (status !== 0) throw new Error(`${install} failed`);
}

for (const engine of [firefox, webkit]) ensure(engine);
const suites: Suites = {
  build: BUILD,
  engines: { kind: "node", files: ["test/engines/*.test.ts"], dist: "current" },
};
process.exit(await main(suites, "npm run test:engines --"));
