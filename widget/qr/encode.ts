import { toCodewords } from "./codewords.ts";
import { Grid } from "./grid.ts";
import { applyMask, MASKS, penalty } from "./mask.ts";
import { paintFormat, paintPatterns } from "./patterns.ts";

/**
 * A text as a QR code (ISO/IEC 18004): byte mode, error correction M, versions 1 to 10. By row, true is dark.
 * Undefined where the text is longer than 213 bytes.
 */
export function encode(text: string): boolean[][] | undefined {
  const { version, codewords } = toCodewords(text) ?? {};
  if (!version || !codewords) return undefined;
  const grid = new Grid(17 + 4 * version);
  paintPatterns(grid, version);
  paintData(grid, codewords);
  const points = MASKS.map((_, mask) => {
    lay(grid, mask);
    const found = penalty(grid);
    applyMask(grid, mask);
    return found;
  });
  lay(grid, points.indexOf(Math.min(...points)));
  return grid.dark;
}

function lay(grid: Grid, mask: number): void {
  applyMask(grid, mask);
  paintFormat(grid, mask);
}

/** Two columns at a time, from the right, up and down by turns, past what is taken. */
function paintData(grid: Grid, codewords: number[]): void {
  const { size } = grid;
  let bit = 0;
  for (let right = size - 1, upward = true; right > 0; right -= 2, upward = !upward) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++)
      for (const x of [right, right - 1]) {
        const y = upward ? size - 1 - step : step;
        if (grid.isTaken(x, y)) continue;
        grid.paint(x, y, (((codewords[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1);
        bit++;
      }
  }
}
