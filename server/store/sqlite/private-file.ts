import { chmodSync, closeSync, openSync, statSync } from "node:fs";

const OWNER_ONLY = 0o600;
const OTHERS = 0o007;

/**
 * Has a database file, and what SQLite puts beside it, readable by nobody else. One that everybody may read becomes its owner's; one
 * that a group may read was made so on purpose, and stays so. SQLite gives `-wal` and `-shm` the rights of the file.
 */
export function makePrivate(path: string): void {
  closeSync(openSync(path, "a", OWNER_ONLY));
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    const { mode = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
    if ((mode & OTHERS) === 0) continue;
    try {
      chmodSync(file, OWNER_ONLY);
    } catch (error) {
      // Somebody else owns it, and decides who reads it.
      if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
    }
  }
}
