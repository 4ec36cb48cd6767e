import type { Result } from "./method.ts";

/** The results as a Markdown table. */
export function toTable(results: readonly Result[]): string {
  const lines = results.map(({ row, title, unit, median, min, max, aim, met }) => {
    const spread = `${format(min)} to ${format(max)}`;
    const goal = aim && ("atLeast" in aim ? `≥ ${aim.atLeast}` : `≤ ${aim.atMost}`);
    const verdict = met === undefined ? "" : met ? "met" : "missed";
    return `| ${row} | ${title} | ${format(median)}${unit && ` ${unit}`} | ${spread} | ${goal ?? ""} | ${verdict} |`;
  });
  return [
    "| # | measure | median | spread | aim | |",
    "| --- | --- | --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}

/** Three digits that mean something. */
export function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
