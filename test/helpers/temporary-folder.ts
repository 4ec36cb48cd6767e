import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What ends some time: a test, or a file of tests. */
export interface Scope {
  after(work: () => unknown): void;
}

export function temporaryFolder(t: Scope): string {
  const folder = mkdtempSync(join(tmpdir(), "request-checkout-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
