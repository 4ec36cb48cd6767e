import { type FileResult, toLine } from "./run-result.ts";

const REDRAW_MS = 1000;
const CLEAR_LINE = "\r\x1b[K";

/**
 * What a run prints while it runs: on a terminal one line that is rewritten in place, elsewhere one line for each file.
 * Everything else goes through `print`, so that it does not mix with that line.
 */
export class Progress {
  readonly #isTerminal: boolean;
  readonly #startedAt = Date.now();
  readonly #redraw: NodeJS.Timeout | undefined;
  #suite = "";
  #done = 0;
  #total = 0;
  #failed = 0;

  constructor(isTerminal = process.stdout.isTTY === true) {
    this.#isTerminal = isTerminal;
    if (isTerminal) this.#redraw = setInterval(() => this.#draw(), REDRAW_MS);
  }

  begin(suite: string, total: number): void {
    this.#suite = suite;
    this.#done = 0;
    this.#total = total;
    if (!this.#isTerminal) process.stdout.write(`\n── ${suite}\n`);
    this.#draw();
  }

  print(text: string): void {
    if (text === "") return;
    this.#clear();
    process.stdout.write(this.#isTerminal && !text.endsWith("\n") ? `${text}\n` : text);
    this.#draw();
  }

  /** A file is done. Without a result it held no test that was asked for. */
  finish(result: FileResult | undefined): void {
    this.#done++;
    this.#failed += result?.failed ?? 0;
    if (result && !this.#isTerminal) process.stdout.write(toLine(result));
    this.#draw();
  }

  end(): void {
    clearInterval(this.#redraw);
    this.#clear();
    this.#suite = "";
  }

  #clear(): void {
    if (this.#isTerminal) process.stdout.write(CLEAR_LINE);
  }

  #draw(): void {
    if (!this.#isTerminal || this.#suite === "") return;
    const elapsed = Math.round((Date.now() - this.#startedAt) / 1000);
    const text = `${this.#suite}  ${this.#done}/${this.#total} files  ${this.#failed} failed  ${elapsed} s`;
    process.stdout.write(CLEAR_LINE + text.slice(0, (process.stdout.columns || 80) - 1));
  }
}
