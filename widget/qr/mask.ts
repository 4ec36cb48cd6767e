import type { Grid } from "./grid.ts";

/** The eight masks (ISO/IEC 18004, table 10). */
export const MASKS: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Turns the data under a mask over; once more, and it is back. */
export function applyMask(grid: Grid, mask: number): void {
  for (let y = 0; y < grid.size; y++)
    for (let x = 0; x < grid.size; x++)
      if (!grid.isTaken(x, y) && MASKS[mask]?.(x, y)) grid.paint(x, y, !grid.isDark(x, y));
}

/** How hard a code is to read: long runs, blocks, what looks like a corner, and more dark than light. */
export function penalty({ dark, size }: Grid): number {
  const toLine = (squares: boolean[]) => squares.map(Number).join("");
  const rows = dark.map(toLine);
  const columns = rows.map((_, x) => toLine(dark.map((row) => row[x] ?? false)));
  let points = 0;
  for (const line of [...rows, ...columns]) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) points += run.length - 2;
    points += 40 * (line.match(/(?=10111010000|00001011101)/g)?.length ?? 0);
  }
  for (let y = 1; y < size; y++)
    for (let x = 1; x < size; x++) {
      const block = `${rows[y - 1]?.slice(x - 1, x + 1)}${rows[y]?.slice(x - 1, x + 1)}`;
      if (block === "0000" || block === "1111") points += 3;
    }
  const share = rows.join("").replaceAll("0", "").length / size ** 2;
  return points + 10 * Math.floor(Math.abs(share - 0.5) * 20);
}
