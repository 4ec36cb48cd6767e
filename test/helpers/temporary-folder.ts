import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What ends some time: a test, or a file of tests. */
export interface Scope {
  after(work: () => unknown): void;
}

/** Linux's file system in memory: an fsync there takes microseconds instead of milliseconds. */
const MEMORY = "/dev/shm";
const ROOM_BYTES = 2 * 1024 ** 3;

/** The folder for what tests write: in memory where there is room, else the system's own. */
export const temporaryRoot = hasRoom(MEMORY) ? MEMORY : tmpdir();

export function temporaryFolder(t: Scope): string {
  return makeFolder(t, temporaryRoot);
}

/** The same on a disk, for what tells the two apart. */
export function diskFolder(t: Scope): string {
  return makeFolder(t, tmpdir());
}

function makeFolder(t: Scope, root: string): string {
  const folder = mkdtempSync(join(root, "request-checkout-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= ROOM_BYTES;
  } catch {
    return false;
  }
}
