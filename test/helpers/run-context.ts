import { relative } from "node:path";
import type { PlannedSuite } from "./run-plan.ts";
import type { Progress } from "./run-progress.ts";
import type { WithSlot } from "./run-slots.ts";

/** What the runners of one suite need to know about the run. */
export interface RunContext {
  suite: string;
  grep: string | undefined;
  /** Aborted when the run is interrupted. */
  signal: AbortSignal;
  progress: Progress;
  /** Runs something once a place is free: all suites share the machine. */
  withSlot: WithSlot;
  /** The environment of the test processes. */
  env: NodeJS.ProcessEnv;
  /** The command that runs the suite, one file or one test alone. */
  alone(file?: string, fullName?: string): string;
}

/** @param command how the runner was started, such as `npm test --` */
export function toAlone(command: string, { name, borrowed }: PlannedSuite): RunContext["alone"] {
  return (file, fullName) => {
    if (file === undefined) return `${command} --only ${name}`;
    const path = relative(".", file);
    const only = borrowed.has(path) ? ` --only ${name}` : "";
    const grep = fullName === undefined ? "" : ` --grep "${toPattern(fullName)}"`;
    return `${command}${only} ${path}${grep}`;
  };
}

/** A failure as it is printed: what failed, why, and how to run it alone. */
export function toFailure(title: string, details: string, alone: string): string {
  return `\n✗ ${title}\n${details.replace(/^/gm, "    ")}\n    run it alone: ${alone}\n\n`;
}

/** A regular expression that matches a name and needs no escapes in a shell: special characters become dots. */
export function toPattern(name: string): string {
  return [...name]
    .map((each) => (/[\p{L}\p{N} ,:;_'@=<>~%#&-]/u.test(each) ? each : ".".repeat(each.length)))
    .join("");
}
