import { relative } from "node:path";
import { inspect } from "node:util";

type Events = AsyncIterable<{ type: string; data: unknown }>;

interface Result {
  name: string;
  file?: string;
  line?: number;
  nesting: number;
  details: { type?: string; duration_ms: number; error?: Error & { cause?: unknown; failureType?: string } };
}

/** A reporter for node:test: a line for each file once it is done, every failure in full, and what the tests print. */
export async function* briefly(events: Events): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type === "test:fail") yield toFailure(data as Result);
    if (type === "test:stdout" || type === "test:stderr") yield (data as { message: string }).message;
    if (type === "test:summary") yield toLine(data as Summary);
  }
}

interface Summary {
  file: string | undefined;
  counts: { tests: number; passed: number; skipped: number };
  duration_ms: number;
}

function toLine({ file, counts, duration_ms }: Summary): string {
  if (file === undefined) return "";
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
  const time = `${(duration_ms / 1000).toFixed(1)} s`;
  return `  ${counts.passed}/${counts.tests}${skipped}  ${relative(".", file)}  ${time}\n`;
}

/** A failed group says no more than its failed tests have said. */
function toFailure({ name, file, line, details }: Result): string {
  const { error } = details;
  if (error?.failureType === "subtestsFailed") return "";
  const place = file ? ` (${relative(".", file)}:${line})` : "";
  return `\n✗ ${name}${place}\n${indent(inspect(error?.cause ?? error))}\n\n`;
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}
