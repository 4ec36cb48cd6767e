import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type pg from "pg";
import { backupDatabase } from "../operations/backup.ts";
import { POSTGRES_URL, SQLITE_URL } from "../store/open-store.ts";
import { createClient, prepareSession } from "../store/postgres/connections.ts";
import { readOnly, within } from "../store/postgres/run.ts";
import { findSchema } from "../store/postgres/schema.ts";
import { findSchemaVersion, migrate, SCHEMA_VERSION } from "../store/sql/migrations.ts";
import type { ReadTx } from "../store/sql/transaction.ts";
import { createRunner } from "../store/sqlite/run.ts";
import { openSqlite } from "../store/sqlite/sqlite.ts";

/** A database as this release would have it, which is only read. */
export interface RefoldSource {
  read<T>(work: (tx: ReadTx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The database can't be read as a companion's. */
export class RefoldError extends Error {
  override name = "RefoldError";
}

type Progress = (line: string) => void;

/**
 * Opens a companion's database to read it, without changing it. One of an earlier release is brought up to date in a copy that
 * is thrown away.
 * @throws {RefoldError} where there is none, or it is a newer release's
 */
export function openForRefold(url: string, progress: Progress): Promise<RefoldSource> {
  return POSTGRES_URL.test(url)
    ? openServer(url, progress)
    : openFile(SQLITE_URL.exec(url)?.[1] ?? url, progress);
}

async function openFile(path: string, progress: Progress): Promise<RefoldSource> {
  if (!existsSync(path))
    throw new RefoldError(`DATABASE_URL names ${path}, where no companion keeps its data.`);
  const own = await openReadOnly(path);
  if (isCurrent(own.version)) return toSource(own.db);
  own.db.close();
  const folder = mkdtempSync(join(tmpdir(), "request-checkout-refold-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, "copy.db");
    progress("the database is an earlier release's: copying it");
    await backupDatabase(path, copy, (percent) => percent % 10 === 0 && progress(`copied: ${percent} %`));
    await openSqlite({ path: copy }).then((store) => store.close());
    return toSource((await openReadOnly(copy)).db, remove);
  } catch (error) {
    remove();
    throw error;
  }
}

async function openReadOnly(path: string): Promise<{ db: DatabaseSync; version: number | undefined }> {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    db.exec("BEGIN");
    return { db, version: await createRunner(db)(findSchemaVersion) };
  } catch (error) {
    db.close();
    throw new RefoldError(`${path} is no companion's database: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function toSource(db: DatabaseSync, closed: () => void = () => {}): RefoldSource {
  return {
    read: createRunner(db),
    async close() {
      db.close();
      closed();
    },
  };
}

/** @throws {RefoldError} where the database is a newer release's */
function isCurrent(version: number | undefined): boolean {
  if (version !== undefined && version > SCHEMA_VERSION)
    throw new RefoldError(`The database was written by a newer release (schema ${version}).`);
  return version === SCHEMA_VERSION;
}

/** Statements of a refold read a batch; a copy takes as long as the tables are large. */
const READ_TIMEOUT_MS = 60_000;
const COPY_TIMEOUT_MS = 60 * 60_000;

/** One transaction, of which nothing stays. */
async function openServer(url: string, progress: Progress): Promise<RefoldSource> {
  const client = createClient(url);
  try {
    await client.connect();
    await prepareSession(client);
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    const schema = await readOnly(client, findSchema, READ_TIMEOUT_MS);
    if (schema === undefined) throw new Error("there are no tables of a companion in this database");
    await client.query(`SET LOCAL search_path = ${client.escapeIdentifier(schema)}, pg_temp`);
    const version = await readOnly(client, findSchemaVersion, READ_TIMEOUT_MS);
    if (isCurrent(version)) await client.query("SET TRANSACTION READ ONLY");
    else await copyTables(client, schema, progress);
  } catch (error) {
    await client.end().catch(() => {});
    throw new RefoldError(`PostgreSQL: ${(error as Error).message}`, { cause: error });
  }
  return {
    read: (work) => readOnly(client, work, READ_TIMEOUT_MS),
    async close() {
      await client.query("ROLLBACK").catch(() => {});
      await client.end();
    },
  };
}

/** What a refold reads. Of the other tables, migrations need no more than that they are there. */
const READ_TABLES = ["schema_version", "checkouts", "facts"] as const;
const OTHER_TABLES = ["deliveries", "changes", "notifications", "sweeps", "leases", "hits"] as const;

/** Migrates copies that only this connection sees: the companion that uses the tables goes on meanwhile. */
async function copyTables(client: pg.Client, schema: string, progress: Progress): Promise<void> {
  progress("the database is an earlier release's: copying the orders and what is known of them");
  const from = client.escapeIdentifier(schema);
  for (const table of READ_TABLES)
    await client.query(`CREATE TEMP TABLE ${table} AS SELECT * FROM ${from}.${table}`);
  for (const table of OTHER_TABLES)
    await client.query(`CREATE TEMP TABLE ${table} AS SELECT * FROM ${from}.${table} WITH NO DATA`);
  await client.query("SET LOCAL search_path = pg_temp");
  await client.query(
    "CREATE INDEX ON checkouts (seq); CREATE INDEX ON facts (subject); ANALYZE checkouts, facts",
  );
  await within(client, migrate, COPY_TIMEOUT_MS);
}
