/** `npm run backup -- FILE`: copies the SQLite file while the companion uses it. The copy is a database to start from. */
import { existsSync } from "node:fs";
import { backup, DatabaseSync } from "node:sqlite";

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
  const db = new DatabaseSync(source, { readOnly: true });
  try {
    await backup(db, target, {
      progress: ({ totalPages, remainingPages }) =>
        progress(Math.floor(100 * (1 - remainingPages / Math.max(1, totalPages)))),
    });
  } finally {
    db.close();
  }
  const copy = new DatabaseSync(target, { readOnly: true });
  const { integrity_check: verdict } = copy.prepare("PRAGMA integrity_check").get() as {
    integrity_check: string;
  };
  copy.close();
  if (verdict !== "ok") throw new Error(`The copy in ${target} is damaged (${verdict}): do not rely on it.`);
}

async function main(): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const [target] = process.argv.slice(2);
  const url = process.env.DATABASE_URL ?? "sqlite:./data/checkouts.db";
  if (!target) throw new Error("Usage: npm run backup -- FILE");
  if (!url.startsWith("sqlite:")) throw new Error("DATABASE_URL is no SQLite file.");
  await backupDatabase(url.slice("sqlite:".length), target, (percent) => console.log(`${percent} %`));
  console.log(
    `${target} is whole. To restore: stop the companion, put it in place of the database file, remove the -wal and -shm files beside it, start.`,
  );
}

if (import.meta.main) {
  await main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
