/** `npm run backup -- FILE`: copies the SQLite file while the companion uses it. The copy is a database to start from. */
import { existsSync } from "node:fs";
import { backupDatabase } from "./backup.ts";

async function main(): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const [target] = process.argv.slice(2);
  const url = process.env.DATABASE_URL ?? "sqlite:./data/checkouts.db";
  if (!target) throw new Error("Usage: npm run backup -- FILE");
  if (!url.startsWith("sqlite:"))
    throw new Error("DATABASE_URL is no SQLite file: PostgreSQL has pg_dump for this.");
  await backupDatabase(url.slice("sqlite:".length), target, (percent) => console.log(`${percent} %`));
  console.log(
    `${target} is whole. To restore: stop the companion, put it in place of the database file, remove the -wal and -shm files beside it, start.`,
  );
}

await main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
