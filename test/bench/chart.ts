import type { Result } from "./method.ts";
import { format, goalOf } from "./table.ts";

const WIDTH = 900;
const ROW = 30;
const TOP = 34;
/** Where the bars begin, and where the aim is. */
const LEFT = 470;
const AIM = 690;
/** What is further beyond its aim is drawn no longer. */
const MOST = 1.25;
const BAR = 14;

const STYLE = `text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.number { font-weight: 600 } .aim { fill: #59636e } .met { fill: #1a7f37 } .missed { fill: #bc4c00 }
line { stroke: #59636e; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc } .aim { fill: #9198a1 } .met { fill: #3fb950 } .missed { fill: #f0883e } line { stroke: #9198a1 }
}`;

/** Every measure that has an aim, as a bar: how far it is from it. A bar that reaches the line has met its aim. */
export function toChart(results: readonly Result[]): string {
  const rows = results.filter(({ aim }) => aim !== undefined);
  const height = TOP + rows.length * ROW + 10;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="How far each measure is from its aim">`,
    `<style>${STYLE}</style>`,
    `<text class="aim" x="${AIM}" y="18" text-anchor="middle">aim</text>`,
    `<line x1="${AIM}" x2="${AIM}" y1="24" y2="${height - 6}"/>`,
    ...rows.map((result, index) => toBar(result, TOP + index * ROW)),
    "</svg>",
    "",
  ].join("\n");
}

function toBar(result: Result, y: number): string {
  const { title, median, unit, met } = result;
  const width = Math.round(Math.min(MOST, reached(result)) * (AIM - LEFT));
  const name = title.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const number = `${format(median)}${unit && ` ${unit}`} (${goalOf(result)})`;
  return [
    `<text x="${LEFT - 10}" y="${y + 15}" text-anchor="end" textLength="${fit(name)}" lengthAdjust="spacingAndGlyphs">${name}</text>`,
    `<rect class="${met ? "met" : "missed"}" x="${LEFT}" y="${y + 4}" width="${Math.max(1, width)}" height="${BAR}" rx="2"/>`,
    `<text class="number" x="${LEFT + Math.max(width, AIM - LEFT) + 8}" y="${y + 15}">${number}</text>`,
  ].join("\n");
}

/** 1 where the aim is just met. */
function reached({ aim, median }: Result): number {
  if (!aim) return 0;
  return "atLeast" in aim ? median / aim.atLeast : aim.atMost / Math.max(median, Number.MIN_VALUE);
}

/** Long titles are drawn closer, so that none leaves the picture. */
function fit(text: string): number {
  const PER_LETTER = 6.3;
  return Math.round(Math.min(LEFT - 16, text.length * PER_LETTER));
}
