/** The squares of a QR code. */
export class Grid {
  readonly size: number;
  /** By row, then by column. */
  readonly dark: boolean[][];
  /** The squares that are not for data. */
  readonly #taken: boolean[][];

  constructor(size: number) {
    const squares = () => Array.from({ length: size }, () => Array<boolean>(size).fill(false));
    this.size = size;
    this.dark = squares();
    this.#taken = squares();
  }

  isDark(x: number, y: number): boolean {
    return this.dark[y]?.[x] ?? false;
  }

  isTaken(x: number, y: number): boolean {
    return this.#taken[y]?.[x] ?? true;
  }

  paint(x: number, y: number, isDark: boolean): void {
    const row = this.dark[y];
    if (row && x >= 0 && x < this.size) row[x] = isDark;
  }

  /** Paints what is not for data. */
  take(x: number, y: number, isDark: boolean): void {
    this.paint(x, y, isDark);
    const row = this.#taken[y];
    if (row && x >= 0 && x < this.size) row[x] = true;
  }
}
