import { backupDatabase } from "../../operations/backup.ts";
import { defineCommand } from "../program/command.ts";
import { CommandError, UsageError } from "../program/command-error.ts";

const SQLITE = "sqlite:";

export const command = defineCommand({
  usage: "FILE [options]",
  about:
    "Copies the SQLite file that DATABASE_URL names into FILE while the companion uses it, and checks the copy.",
  options: {},
  notes:
    "To restore: stop the companion, put the copy in place of the database file, remove the -wal and -shm files beside it, start.",
  positionals: 1,
  readsSettings: true,
  async run({ positionals: [target], env, signal, print, progress }) {
    if (!target) throw new UsageError("name the file to copy to.", 1);
    const url = env.DATABASE_URL || `${SQLITE}./data/checkouts.db`;
    if (!url.startsWith(SQLITE))
      throw new CommandError("DATABASE_URL names no SQLite file. For PostgreSQL use pg_dump.");
    const showProgress = (percent: number) => {
      signal.throwIfAborted();
      progress(`${percent} %`);
    };
    await backupDatabase(url.slice(SQLITE.length), target, showProgress).catch((error: Error) => {
      throw new CommandError(error.message);
    });
    print(`Backup verified: ${target}`);
  },
});
