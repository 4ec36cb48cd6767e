/** `npm run bench`: every claim of speed, measured side by side. */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { toChart } from "./chart.ts";
import { onPage } from "./groups/page.ts";
import { pageLoad } from "./groups/page-load.ts";
import { polls } from "./groups/polls.ts";
import { onPostgres } from "./groups/postgres.ts";
import { script } from "./groups/script.ts";
import { starting } from "./groups/start.ts";
import { status } from "./groups/status.ts";
import { webhooks } from "./groups/webhooks.ts";
import { type BenchOptions, type Group, type Result, runGroup } from "./method.ts";
import { replaceBetween, toTable } from "./table.ts";

const GROUPS: readonly Group[] = [webhooks, onPostgres, status, polls, starting, script, onPage, pageLoad];

const QUICK: BenchOptions = { rounds: 3, warmUpMs: 500, measureMs: 1000, scale: 0.02 };
const FULL: BenchOptions = { rounds: 7, warmUpMs: 2000, measureMs: 3000, scale: 1 };

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    json: { type: "string" },
    markdown: { type: "string" },
    svg: { type: "string" },
  },
});
const wanted = GROUPS.filter(({ name }) => !values.only || values.only.includes(name));
if (wanted.length === 0) {
  console.error(`There is no such group. There are: ${GROUPS.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

const scale = values.quick ? QUICK : FULL;
const options = { ...scale, rounds: Number(values.rounds ?? scale.rounds) };
if (!(options.rounds >= 1)) throw new RangeError("--rounds is a number from 1");
// Better refused now than in half an hour.
if (values.markdown) replaceBetween(readFileSync(values.markdown, "utf8"), "");
const startedAt = Date.now();
const results: Result[] = [];
const rounds: Record<string, unknown> = {};
for (const group of wanted) {
  const done = await runGroup(group, options, progress);
  results.push(...done.results);
  rounds[group.name] = done.rounds;
}
progress("");
console.log(toTable(results));
if (values.json) writeFileSync(values.json, `${JSON.stringify({ options, results, rounds }, null, 2)}\n`);
if (values.svg) writeFileSync(values.svg, toChart(results));
if (values.markdown) {
  const document = readFileSync(values.markdown, "utf8");
  writeFileSync(values.markdown, replaceBetween(document, `${describeRun()}\n\n${toTable(results)}`));
}

/** Where and how it was measured. */
function describeRun(): string {
  const [cpu] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, ${cpus().length} × ${cpu?.model.trim() ?? "an unknown processor"}, Node ${process.versions.node}, ${options.rounds} rounds, ${options.measureMs / 1000} s each.`;
}

/** One line that is written over and over; plain lines where nobody looks. */
function progress(text: string): void {
  const line = text && `${Math.round((Date.now() - startedAt) / 1000)} s · ${text}`;
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[2K${line}`);
  else if (line) console.log(line);
}
