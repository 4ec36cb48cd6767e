import { relative, resolve } from "node:path";
import { inspect } from "node:util";
import { type RunContext, toFailure } from "./run-context.ts";

/** What one test process reported. */
export interface Report {
  /** By path, as the tests' files are given to the runner. */
  files: Map<string, Counts>;
  /** Whether the process itself failed: it crashed, hung, or could not load a file. */
  isBroken: boolean;
  /** The failures and what the tests printed. */
  text: string;
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Of the tests and groups that are in no group. */
  ms: number;
}

interface TestEvent {
  type: string;
  data: unknown;
}

/** Such as an error that was thrown after its test had ended. */
interface Diagnostic {
  message: string;
  level: "info" | "warn" | "error";
}

interface Result {
  name: string;
  file?: string;
  line?: number;
  nesting: number;
  skip?: string | boolean;
  todo?: string | boolean;
  details: { type?: string; duration_ms: number; error?: Error & { cause?: unknown; failureType?: string } };
}

/** Reads the events of node:test's `run`. `print` gets each failure in full, and what the tests print. */
export async function readEvents(
  events: AsyncIterable<TestEvent>,
  alone: RunContext["alone"],
  print: (text: string) => void,
): Promise<Omit<Report, "text">> {
  const files = new Map<string, Counts>();
  const names: string[] = [];
  let isBroken = false;
  for await (const { type, data } of events) {
    if (type === "test:stdout" || type === "test:stderr") print((data as { message: string }).message);
    if (type === "test:diagnostic" && (data as Diagnostic).level !== "info")
      print(`${(data as Diagnostic).message}\n`);
    const result = data as Result;
    if (type === "test:start") names.splice(result.nesting, names.length, result.name);
    if (type !== "test:pass" && type !== "test:fail") continue;
    const isPass = type === "test:pass";
    if (isFile(result)) {
      isBroken ||= !isPass;
      if (!isPass) print(describeFailure(result, alone(result.file)));
      continue;
    }
    count(countsOf(files, result), result, isPass);
    const fullName = [...names.slice(0, result.nesting), result.name].join(" ");
    if (!isPass && !result.todo && !isEcho(result))
      print(describeFailure(result, alone(result.file, fullName)));
  }
  return { files, isBroken };
}

/** The file as a whole: node:test reports it as a test when it fails by itself, or holds no test. */
function isFile({ name, file, nesting }: Result): boolean {
  return nesting === 0 && file !== undefined && resolve(name) === resolve(file);
}

/** A failed group says no more than its failed tests have said. */
function isEcho({ details }: Result): boolean {
  return details.error?.failureType === "subtestsFailed";
}

/** A group is no test, but fails when one of its hooks does. */
function count(counts: Counts, result: Result, isPass: boolean): void {
  if (result.nesting === 0) counts.ms += result.details.duration_ms;
  const isGroup = result.details.type === "suite";
  if (isGroup && (isPass || isEcho(result))) return;
  if (result.skip !== undefined || result.todo !== undefined) counts.skipped++;
  else if (isPass) counts.passed++;
  else counts.failed++;
}

function countsOf(files: Map<string, Counts>, { file }: Result): Counts {
  const path = relative(".", file ?? "");
  const counts = files.get(path) ?? { passed: 0, failed: 0, skipped: 0, ms: 0 };
  files.set(path, counts);
  return counts;
}

function describeFailure({ name, file, line, details: { error } }: Result, alone: string): string {
  const place = file ? ` (${relative(".", file)}:${line})` : "";
  return toFailure(`${name}${place}`, inspect(error?.cause ?? error), alone);
}
