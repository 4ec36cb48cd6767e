import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { WARNINGS } from "../../server/contract/contract.ts";
import { scenarios, scrape } from "../helpers/alert-scenarios.ts";
import { ADMIN_TOKEN } from "../helpers/calibrating-companion.ts";
import { startCompanion, temporaryFolder } from "../helpers/companion.ts";
import { ensurePromtool, lintMetrics, runAlertRules } from "../helpers/promtool.ts";

const DEPLOY = new URL("../../server/deploy/", import.meta.url).pathname;
const rules = readFileSync(`${DEPLOY}alerts.yaml`, "utf8");
const runbook = readFileSync(`${DEPLOY}RUNBOOK.md`, "utf8");
const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name = ""]) => name);

const promtool = ensurePromtool();
if (!promtool) console.log("promtool is neither here nor to be had: alerts are not fired on this machine");
else {
  describe("alerts.yaml", () => {
    for (const { alert, minutes, options, happen } of scenarios)
      test(`${alert} fires, and nothing else`, async (t) => {
        const time = { now: Date.now() };
        const { environment, ...rest } = (await options?.(t)) ?? {};
        const companion = await startCompanion(t, {
          clock: () => time.now,
          expiryCheckMs: 20,
          environment: {
            ADMIN_TOKEN,
            TRUST_PROXY: "127.0.0.1",
            CHECKOUTS_PER_MINUTE: "1000",
            ...environment,
          },
          ...rest,
        });
        const before = await scrape(companion);

        const after = await happen({ companion, time, t });

        const folder = temporaryFolder(t);
        assert.equal(runAlertRules(promtool, folder, { before, after, minutes, expected: [alert] }), "");
      });
  });

  test("names and units of metrics are as Prometheus has them", async (t) => {
    const companion = await startCompanion(t, { environment: { ADMIN_TOKEN } });

    assert.equal(lintMetrics(promtool, await scrape(companion)), "");
  });
}

test("each alert has a scenario that fires it", () => {
  assert.deepEqual(scenarios.map(({ alert }) => alert).sort(), [...alerts].sort());
});

test("alerts name metrics that there are", async (t) => {
  const companion = await startCompanion(t, {
    environment: { ADMIN_TOKEN, REQUEST_API_KEY: "sk", CALIBRATE: "false" },
  });
  const text = await scrape(companion);
  const named = new Set([...rules.matchAll(/request_checkout_\w+/g)].map(([name]) => name));

  for (const name of named) assert.ok(text.includes(`# TYPE ${name.replace(/_bucket$/, "")} `), name);
});

describe("the runbook", () => {
  test("has each alert, each warning, and a link from each alert", () => {
    for (const name of alerts) {
      assert.ok(runbook.includes(`\n### ${name}\n`), name);
      assert.ok(rules.includes(`RUNBOOK.md#${name.toLowerCase()}\n`), name);
    }
    const own = ["clock_skew", "webhooks_missing", "signatures_refused"];
    for (const code of WARNINGS.filter((one) => !own.includes(one)))
      assert.ok(runbook.includes(`| \`${code}\` |`), code);
  });

  test("has each line that the companion logs as a warning or an error", () => {
    const files = globSync("server/**/*.ts").filter(
      (file) => !/server\/(?:cli|doctor|dashboard\/page)\//.test(file),
    );
    const lines = files.flatMap((file) => linesOf(readFileSync(file, "utf8")));

    assert.ok(lines.length > 25, String(lines.length));
    assert.deepEqual(
      lines.filter((line) => !runbook.includes(line)),
      [],
    );
  });
});

/** The words with which each line begins, as far as they are always the same. */
function linesOf(source: string): string[] {
  const calls = [...source.matchAll(/\blog\.(?:warn|error)\(/g)].map(({ index }) =>
    source.slice(index, index + 500),
  );
  const literals = calls.map(
    (call) => /["`]([A-Za-z][^"`]* [^"`]*)["`]/.exec(call.split(/\);\n|\)\),\n/)[0] ?? "")?.[1] ?? "",
  );
  return literals
    .map((text) => (text.split("${")[0] ?? "").split(/[:;,]/)[0] ?? "")
    .filter((text) => text.length > 10);
}
