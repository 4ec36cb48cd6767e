import { relative, resolve } from "node:path";
import { inspect } from "node:util";
import { type RunContext, toFailure } from "./run-context.ts";

/** What one test process reported. */
export interface Report {
  /** By path, as the tests' files are given to the runner. */
  files: Map<string, Counts>;
  /** Whether the process itself failed: it crashed, hung, or could not load a file. */
  isBroken: boolean;
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Of the tests and groups that are in no group. */
  ms: number;
}

/** How to read the events of a process. */
export interface Reading {
  /** The only file that it runs. Without one it runs several, and each is a group that is named by its path. */
  file?: string | undefined;
  alone: RunContext["alone"];
  /** Gets each failure in full, and what the tests print. */
  print(text: string): void;
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

/** Reads the events of node:test's `run`. Tests that another file defines belong to the file that is run. */
export async function readEvents(events: AsyncIterable<TestEvent>, reading: Reading): Promise<Report> {
  const { alone, print } = reading;
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
    if (isProcess(result)) {
      isBroken ||= !isPass;
      if (!isPass) print(describeFailure(result, alone(result.file)));
      continue;
    }
    const path = [...names.slice(0, result.nesting), result.name];
    const file = reading.file ?? (path.shift() as string);
    count(countsOf(files, file), result, isPass);
    if (!isPass && !result.todo && !isEcho(result))
      print(describeFailure(result, alone(file, path.length > 0 ? path.join(" ") : undefined)));
  }
  return { files, isBroken };
}

/** The process as a whole: node:test reports its first file as a test when it fails by itself, or holds no test. */
function isProcess({ name, file, nesting }: Result): boolean {
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

function countsOf(files: Map<string, Counts>, file: string): Counts {
  const counts = files.get(file) ?? { passed: 0, failed: 0, skipped: 0, ms: 0 };
  files.set(file, counts);
  return counts;
}

function describeFailure({ name, file, line, details: { error } }: Result, alone: string): string {
  const place = file ? ` (${relative(".", file)}:${line})` : "";
  return toFailure(`${name}${place}`, inspect(error?.cause ?? error), alone);
}
