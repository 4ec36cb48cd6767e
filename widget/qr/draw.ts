import type { html as Html, TemplateResult } from "lit";
import { encode } from "./encode.ts";

/** What a reader needs to have free around a code, in squares. */
const MARGIN = 4;

/** A QR code that is named by the element with this id; undefined where the text is too long. Dark on light, also on a dark page. */
export function drawQr(text: string, labelId: string, html: typeof Html): TemplateResult | undefined {
  const rows = encode(text);
  if (!rows) return undefined;
  const size = rows.length + 2 * MARGIN;
  return html`<svg viewBox="0 0 ${size} ${size}" role="img" aria-labelledby=${labelId} shape-rendering="crispEdges">
    <path fill="#fff" d="M0 0h${size}v${size}h-${size}z"></path>
    <path fill="#000" d=${rows.flatMap(toPath).join("")}></path>
  </svg>`;
}

/** A bar for each run of dark squares. */
function toPath(row: boolean[], y: number): string[] {
  const line = row.map(Number).join("");
  return [...line.matchAll(/1+/g)].map(
    ({ 0: run, index }) => `M${index + MARGIN} ${y + MARGIN}h${run.length}v1h-${run.length}z`,
  );
}
