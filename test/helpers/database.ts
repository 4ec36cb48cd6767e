import { join } from "node:path";
import { atEnd } from "./at-end.ts";
import { createDatabase, dropDatabase, emptyDatabase, startPostgres, type TestPostgres } from "./postgres.ts";
import { type Scope, temporaryFolder } from "./temporary-folder.ts";

/** The engine that this run is about: `TEST_STORE=postgres` makes it the other one. */
const isPostgresRun = process.env.TEST_STORE === "postgres";
let isOnBoth = false;

const made: string[] = [];
/** Databases of tests that have ended. */
const free: string[] = [];
let ownServer: Promise<TestPostgres> | undefined;

/**
 * Said by a file of `test/server` whose tests exercise SQL or locking: the suite `server-postgres` runs it once more, on
 * PostgreSQL. A file that does not say it runs on SQLite only.
 */
export function runOnBothEngines(): void {
  isOnBoth = true;
}

/** The URL of an empty database, on the engine that this run is about. */
export async function newDatabase(t: Scope): Promise<string> {
  if (!isPostgresRun) return `sqlite:${join(temporaryFolder(t), "checkouts.db")}`;
  if (!isOnBoth) throw new Error("this file runs on SQLite only: it does not call runOnBothEngines()");
  return emptyPostgres(t);
}

/** The URL of a new database without any table, on the engine that this run is about. */
export async function newOwnDatabase(t: Scope): Promise<string> {
  return isPostgresRun ? newPostgres() : newDatabase(t);
}

/** The URL of a PostgreSQL database without rows, which a test before may have used: no test may change its schema or settings. */
export async function emptyPostgres(t: Scope): Promise<string> {
  const url = (await reuse()) ?? (await newPostgres());
  t.after(() => void free.push(url));
  return url;
}

/** The URL of a new PostgreSQL database, without any table. */
export async function newPostgres(): Promise<string> {
  const url = await createDatabase(await serverUrl());
  made.push(url);
  return url;
}

/** One that nobody is connected to any more. */
async function reuse(): Promise<string | undefined> {
  const url = free.shift();
  if (url === undefined || (await emptyDatabase(url))) return url;
  free.push(url);
  return undefined;
}

/** A whole suite shares a server; a file that is run by itself starts one. */
async function serverUrl(): Promise<string> {
  if (process.env.TEST_POSTGRES_URL) return process.env.TEST_POSTGRES_URL;
  ownServer ??= startPostgres();
  return (await ownServer).url;
}

atEnd(async () => {
  if (ownServer) await (await ownServer).remove();
  else await Promise.all(made.map(dropDatabase));
});
