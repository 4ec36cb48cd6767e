import { join } from "node:path";
import { after } from "node:test";
import { createDatabase, dropDatabase, startPostgres, type TestPostgres } from "./postgres.ts";
import { type Scope, temporaryFolder } from "./temporary-folder.ts";

/** The engine that this run of the server's tests is about: `TEST_STORE=postgres` makes it the other one. */
export const engine = process.env.TEST_STORE === "postgres" ? "postgres" : "sqlite";

const made: string[] = [];
let ownServer: Promise<TestPostgres> | undefined;

/** The URL of a new database, on the engine that this run is about. */
export async function newDatabase(t: Scope): Promise<string> {
  return engine === "postgres" ? newPostgres() : `sqlite:${join(temporaryFolder(t), "checkouts.db")}`;
}

/** The URL of a new PostgreSQL database, whatever this run is about. */
export async function newPostgres(): Promise<string> {
  const url = await createDatabase(await serverUrl());
  made.push(url);
  return url;
}

/** A whole suite shares a server; a file that is run by itself starts one. */
async function serverUrl(): Promise<string> {
  if (process.env.TEST_POSTGRES_URL) return process.env.TEST_POSTGRES_URL;
  ownServer ??= startPostgres();
  return (await ownServer).url;
}

after(async () => {
  if (ownServer) await (await ownServer).remove();
  else await Promise.all(made.map(dropDatabase));
});
