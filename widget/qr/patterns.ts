import type { Grid } from "./grid.ts";

/** Paints everything by which a reader finds its way; the format is still to come. */
export function paintPatterns(grid: Grid, version: number): void {
  const { size } = grid;
  for (let at = 0; at < size; at++) {
    grid.take(6, at, at % 2 === 0);
    grid.take(at, 6, at % 2 === 0);
  }
  const far = size - 4;
  for (const [x, y] of [
    [3, 3],
    [far, 3],
    [3, far],
  ] as const)
    paintRings(grid, { x, y, reach: 4, light: [2, 4] });
  const places = alignments(version);
  const last = places.length - 1;
  for (const [i, x] of places.entries())
    for (const [j, y] of places.entries()) {
      const isFinder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (!isFinder) paintRings(grid, { x, y, reach: 2, light: [1] });
    }
  paintFormat(grid, 0);
  if (version >= 7) paintVersion(grid, version);
}

/** Where alignment patterns stand, in both directions. */
function alignments(version: number): number[] {
  if (version === 1) return [];
  const last = 4 * version + 10;
  return version < 7 ? [6, last] : [6, last / 2 + 3, last];
}

interface Rings {
  x: number;
  y: number;
  reach: number;
  /** The rings that are light. */
  light: number[];
}

function paintRings(grid: Grid, { x, y, reach, light }: Rings): void {
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++)
      grid.take(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
}

/** Says, twice, that the level is M (00), and which mask is laid over the data. */
export function paintFormat(grid: Grid, mask: number): void {
  const { size } = grid;
  const bits = ((mask << 10) | remainder(mask, 10, 0x537)) ^ 0x5412;
  const isDark = (bit: number) => ((bits >> bit) & 1) === 1;
  for (let bit = 0; bit < 15; bit++) {
    const along = bit < 6 ? bit : bit < 8 ? bit + 1 : bit;
    if (bit < 8) {
      grid.take(8, along, isDark(bit));
      grid.take(size - 1 - bit, 8, isDark(bit));
    } else {
      grid.take(bit === 8 ? 7 : 14 - bit, 8, isDark(bit));
      grid.take(8, size - 15 + bit, isDark(bit));
    }
  }
  grid.take(8, size - 8, true);
}

function paintVersion(grid: Grid, version: number): void {
  const bits = (version << 12) | remainder(version, 12, 0x1f25);
  for (let bit = 0; bit < 18; bit++) {
    const across = grid.size - 11 + (bit % 3);
    const along = Math.floor(bit / 3);
    grid.take(across, along, ((bits >> bit) & 1) === 1);
    grid.take(along, across, ((bits >> bit) & 1) === 1);
  }
}

/** Of a division of polynomials over two elements. */
function remainder(value: number, degree: number, divisor: number): number {
  let rest = value;
  for (let step = 0; step < degree; step++) rest = (rest << 1) ^ ((rest >> (degree - 1)) * divisor);
  return rest;
}
