import { existsSync, renameSync, rmSync } from "node:fs";
import { backup, DatabaseSync } from "node:sqlite";
import { makePrivate } from "../store/sqlite/private-file.ts";

const PAGES_AT_ONCE = 1000;

/**
 * Copies a database, and checks the copy.
 * @throws {Error} when there is nothing to copy, the target exists, or the copy is damaged
 */
export async function backupDatabase(
  source: string,
  target: string,
  progress: (percent: number) => void,
): Promise<void> {
  if (!existsSync(source))
    throw new Error(`${source} is not there: DATABASE_URL says where the companion keeps its data.`);
  if (existsSync(target))
    throw new Error(`${target} exists already: name another file, so that no backup is overwritten.`);
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { force: true });
  makePrivate(unfinished);
  try {
    await copy(source, unfinished, progress);
    renameSync(unfinished, target);
  } finally {
    for (const end of ["", "-wal", "-shm"]) rmSync(unfinished + end, { force: true });
  }
}

/** Copies what is there at this moment: without that, each write of the companion would make the copy begin anew. */
async function copy(source: string, target: string, progress: (percent: number) => void): Promise<void> {
  const db = new DatabaseSync(source, { readOnly: true });
  let last = -1;
  try {
    db.exec("BEGIN");
    db.prepare("SELECT count(*) FROM sqlite_schema").get();
    await backup(db, target, {
      rate: PAGES_AT_ONCE,
      progress({ totalPages, remainingPages }) {
        const percent = Math.floor(100 * (1 - remainingPages / Math.max(1, totalPages)));
        if (percent !== last) progress(percent);
        last = percent;
      },
    });
  } finally {
    db.close();
  }
  const copied = new DatabaseSync(target, { readOnly: true });
  const { integrity_check: verdict } = copied.prepare("PRAGMA integrity_check").get() as {
    integrity_check: string;
  };
  copied.close();
  if (verdict !== "ok") throw new Error(`The copy is damaged (${verdict}), and was thrown away.`);
}
