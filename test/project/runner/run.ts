/** The runner with suites that fail on purpose, for `runner.test.ts`. */
import { main } from "../../helpers/run-main.ts";
import type { Suites } from "../../helpers/run-plan.ts";

const HERE = "test/project/runner";

const SUITES: Suites = {
  command: {
    kind: "command",
    command: ["node", "--eval", "console.log('the tool complains'); process.exit(3)"],
  },
  node: { kind: "node", files: [`${HERE}/node.ts`] },
  shared: { kind: "node", files: [`${HERE}/{node,exit}.ts`] },
  together: { kind: "node", files: [`${HERE}/{hook,empty,node}.ts`] },
  hook: { kind: "node", files: [`${HERE}/{hook,empty}.ts`], alone: [`${HERE}/*.ts`] },
  browser: {
    kind: "browser",
    files: [`${HERE}/browser.ts`],
    config: "test/widget/web-test-runner.config.ts",
    browser: true,
  },
};

process.exit(await main(SUITES, "npm test --"));
