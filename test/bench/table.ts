import type { Result } from "./method.ts";

/** The results as a Markdown table. */
export function toTable(results: readonly Result[]): string {
  const lines = results.map((result) => {
    const { row, title, unit, median, min, max, met } = result;
    const spread = `${format(min)} to ${format(max)}`;
    const verdict = met === undefined ? "" : met ? "met" : "missed";
    return `| ${row} | ${title} | ${format(median)}${unit && ` ${unit}`} | ${spread} | ${goalOf(result)} | ${verdict} |`;
  });
  return [
    "| # | measure | median | spread | aim | |",
    "| --- | --- | --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}

/** What was aimed at; nothing where nothing was. */
export function goalOf({ aim }: Pick<Result, "aim">): string {
  if (!aim) return "";
  return "atLeast" in aim ? `≥ ${aim.atLeast}` : `≤ ${aim.atMost}`;
}

/** Three digits that mean something. */
export function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

const BEGIN = "<!-- bench -->";
const END = "<!-- /bench -->";

/** A document with another text between its two marks. @throws {Error} where it has not both of them, once, on lines of their own */
export function replaceBetween(document: string, text: string): string {
  const [before, rest, ...more] = document.split(lineOf(BEGIN));
  const [, after, ...others] = (rest ?? "").split(lineOf(END));
  if (before === undefined || after === undefined || more.length + others.length > 0)
    throw new Error(`${BEGIN} and, behind it, ${END} must stand in it once, on lines of their own`);
  return `${before}${BEGIN}\n${text}\n${END}${after}`;
}

function lineOf(mark: string): RegExp {
  return new RegExp(`^${mark}$`, "m");
}
