import { randomInt } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** Where the header of a file has `application_id`, which nothing else reads here. Source: sqlite.org/fileformat2.html */
const ID_OFFSET = 68;
const MAX_ID = 2 ** 31;

/**
 * SQLite takes a `-wal` that lies beside a file for that file's own, and mixes the pages of both: of another database, or of a
 * later time than a backup that was restored. Where there is one, the mixture is checked before anything is written; a
 * connection that only reads leaves both files as they are.
 * @throws {Error} where the two do not fit
 */
export function refuseForeignLog(path: string): void {
  const log = `${path}-wal`;
  if (!statSync(log, { throwIfNoEntry: false })?.size || !statSync(path, { throwIfNoEntry: false })) return;
  const problem = findProblem(path);
  if (problem !== undefined)
    throw new Error(
      `${path} and ${log} do not belong together, or are damaged (${problem}): where the file was restored from a backup, ` +
        `move ${log} and ${path}-shm elsewhere`,
    );
}

/** Gives a database a number of its own, which stands in the file itself from the next checkpoint on. */
export function identify(db: DatabaseSync): void {
  if (idOf(db) === 0) db.exec(`PRAGMA application_id = ${randomInt(1, MAX_ID)}`);
}

function findProblem(path: string): string | undefined {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const id = readId(path);
    if (id !== 0 && idOf(db) !== id) return "they are of different databases";
    const { quick_check: verdict } = db.prepare("PRAGMA quick_check(1)").get() as { quick_check: string };
    return verdict === "ok" ? undefined : verdict;
  } catch (error) {
    return (error as Error).message;
  } finally {
    db.close();
  }
}

/** With the pages of the log. */
function idOf(db: DatabaseSync): number {
  return (db.prepare("PRAGMA application_id").get() as { application_id: number }).application_id;
}

/** Of the file alone; 0 where it was given none, or that is still in its log. */
function readId(path: string): number {
  const bytes = Buffer.alloc(4);
  const file = openSync(path, "r");
  try {
    readSync(file, bytes, 0, bytes.length, ID_OFFSET);
  } finally {
    closeSync(file);
  }
  return bytes.readInt32BE();
}
