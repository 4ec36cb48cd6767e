/** `npm run migrate-store -- --from sqlite:FILE --to postgres://…`: moves a companion that is stopped to PostgreSQL. */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { POSTGRES_URL, SQLITE_URL } from "../store/open-store.ts";
import { copyStore } from "./copy-store.ts";

const USAGE = `Usage: npm run migrate-store -- --to postgres://user:password@host:port/database [--from sqlite:FILE]

  --from   the file; default: what DATABASE_URL names
  --to     an empty database

Stop the companion first. Nothing is taken away from the file, and nothing is kept in the database unless all is.`;

async function migrateStore(): Promise<void> {
  const { values } = parseArgs({
    options: { from: { type: "string" }, to: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) return console.log(USAGE);
  if (existsSync(".env")) process.loadEnvFile(".env");
  const path = SQLITE_URL.exec(values.from ?? process.env.DATABASE_URL ?? "sqlite:./data/checkouts.db")?.[1];
  const url = values.to ?? "";
  if (path === undefined || !POSTGRES_URL.test(url)) throw new Error(USAGE);
  await copyStore({ path, url, progress: console.log });
  console.log(
    "All of it is there. Set DATABASE_URL to the new database, start, and keep the file until you are content.",
  );
}

await migrateStore().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
