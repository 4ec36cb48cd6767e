import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureTool } from "./debian-tool.ts";

const RULES = new URL("../../server/deploy/alerts.yaml", import.meta.url).pathname;

export const ensurePromtool = (): string | undefined => ensureTool("promtool", "prometheus");

/** What `/metrics` has answered; undefined where nobody did. */
export type Scrape = string | undefined;

export interface AlertCase {
  /** What was scraped once a minute for an hour. */
  before: Scrape;
  /** What is scraped from then on. */
  after: Scrape;
  /** So many minutes later it is looked at. */
  minutes: number;
  /** What fires then, by name. */
  expected: readonly string[];
}

const HOUR_MINUTES = 60;

/** Has Prometheus' own tool run the shipped rules over what was scraped. What it says where other alerts fire; "" where it is as expected. */
export function runAlertRules(promtool: string, folder: string, alertCase: AlertCase): string {
  const { before, after, minutes, expected } = alertCase;
  const check = (evalMinutes: number, names: readonly string[]) => ({
    expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
    eval_time: `${evalMinutes}m`,
    exp_samples: names.map((alertname) => ({ labels: `{alertname="${alertname}"}`, value: 1 })),
  });
  const file = join(folder, "alerts-test.json");
  const tests = [
    {
      interval: "1m",
      input_series: toSeries(before, after, minutes),
      promql_expr_test: [check(HOUR_MINUTES - 1, []), check(HOUR_MINUTES + minutes, expected)],
    },
  ];
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ rule_files: [RULES], evaluation_interval: "1m", tests }));
  const { status, stdout, stderr } = spawnSync(promtool, ["test", "rules", file], { encoding: "utf8" });
  return status === 0 ? "" : stdout + stderr;
}

function toSeries(before: Scrape, after: Scrape, minutes: number): { series: string; values: string }[] {
  const [first, second] = [parse(before), parse(after)];
  const span = (value: string | undefined, times: number) =>
    value === undefined ? `_x${times}` : `${value}x${times - 1}`;
  return [...new Set([...first.keys(), ...second.keys()])].map((series) => ({
    series,
    values: `${span(first.get(series), HOUR_MINUTES)} ${span(second.get(series), minutes + 2)}`,
  }));
}

/** The companion's own series, as Prometheus stores them. */
function parse(text: Scrape): Map<string, string> {
  const target = 'instance="companion",job="request-checkout"';
  const found = new Map([[`up{${target}}`, text === undefined ? "0" : "1"]]);
  for (const [, name, labels, value = ""] of (text ?? "").matchAll(
    /^(request_checkout_\w+)(?:\{(.*)\})? (\S+)$/gm,
  ))
    found.set(`${name}{${labels ? `${labels},` : ""}${target}}`, value);
  return found;
}

/** What Prometheus' tool has to say of metrics that break its conventions; "" where none does. */
export function lintMetrics(promtool: string, text: string): string {
  const { stdout, stderr } = spawnSync(promtool, ["check", "metrics"], { input: text, encoding: "utf8" });
  return stdout + stderr;
}
