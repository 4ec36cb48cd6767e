import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import type pg from "pg";
import { type FoldContext, toStanding } from "../ledger/fold.ts";
import { createClient, prepareSession } from "../store/postgres/connections.ts";
import { openPostgres } from "../store/postgres/open-postgres.ts";
import { readOnly, toValue } from "../store/postgres/run.ts";
import type { Row, SqlValue } from "../store/sql/statement.ts";
import { createRunner } from "../store/sqlite/run.ts";
import { openSqlite } from "../store/sqlite/sqlite.ts";
import { type CheckoutRow, findById, isLinked, type LinkedRow } from "../store/tables/checkouts.ts";
import { findFacts } from "../store/tables/facts.ts";

export interface CopyOptions {
  /** Path of the SQLite file. No companion may be using it. */
  path: string;
  /** `postgres://…`: a database without any rows of a companion. */
  url: string;
  progress: (text: string) => void;
}

/** Both sides are derived alike: by which policy and when does not matter here. */
const JUDGED: Pick<FoldContext, "policy" | "now"> = {
  policy: {
    wallets: [],
    corroborate: false,
    canRead: false,
    canReadTokens: false,
    creation: { form: "bound" },
  },
  now: 0,
};
/** What only means something while companions run. */
const PASSING = ["schema_version", "leases", "rate_limit_counters", "rate_slots", "readiness_checks"];
const BATCH = 500;
const TIMEOUT_MS = 60_000;

/**
 * Copies all rows of an SQLite store into an empty PostgreSQL one, with their running numbers, in one transaction; reads them
 * back, and derives every status on both sides.
 * @throws {Error} where the source is in use or the target is not empty, or where anything differs: then nothing was copied
 */
export async function copyStore({ path, url, progress }: CopyOptions): Promise<Map<string, number>> {
  if (!existsSync(path)) throw new Error(`${path} is not there.`);
  await openSqlite({ path }).then((store) => store.close());
  await openPostgres({ url }).then((store) => store.close());
  const source = openAlone(path);
  const target = createClient(url);
  try {
    await target.connect();
    await prepareSession(target);
    await target.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    const counts = new Map<string, number>();
    for (const table of tablesOf(source)) {
      await refuseRows(target, table);
      const count = await copyTable(source, target, table);
      counts.set(table, count);
      progress(`${table}: ${count} rows copied, and read back the same`);
    }
    progress(
      `${await compareStandings(source, target)} checkouts derived on both sides, with the same status`,
    );
    await target.query("COMMIT");
    return counts;
  } finally {
    source.close();
    await target.end();
  }
}

/** @throws {Error} where a companion has it open */
function openAlone(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE");
    return db;
  } catch (error) {
    db.close();
    throw new Error(`${path} is in use: stop the companion first.`, { cause: error });
  }
}

function tablesOf(source: DatabaseSync): string[] {
  const rows = source.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
  return rows
    .map(({ name }) => String(name))
    .filter((name) => !PASSING.includes(name) && !name.startsWith("sqlite_"));
}

async function refuseRows(target: pg.Client, table: string): Promise<void> {
  const { rows } = await target.query(`SELECT 1 FROM ${table} LIMIT 1`);
  if (rows.length > 0) throw new Error(`The target is not empty (${table}): name a database of its own.`);
}

/** Copies a table in batches, each of which is read back. How many rows there are on both sides. */
async function copyTable(source: DatabaseSync, target: pg.Client, table: string): Promise<number> {
  let count = 0;
  for (const rows of batchesOf(source, table)) {
    await insert(target, table, rows);
    count += rows.length;
  }
  const there = await target.query<{ count: number }>(`SELECT count(*) AS count FROM ${table}`);
  if (there.rows[0]?.count !== count)
    throw new Error(`${table} has ${count} rows here and ${there.rows[0]?.count} there.`);
  if (count > 0 && isNumbered(source, table))
    await target.query(`SELECT setval(pg_get_serial_sequence('${table}', 'seq'), max(seq)) FROM ${table}`);
  return count;
}

/** Tables without running numbers hold a row for each wallet and the like, and are read at once. */
function* batchesOf(source: DatabaseSync, table: string): Generator<Row[]> {
  if (!isNumbered(source, table)) {
    const rows = source.prepare(`SELECT * FROM ${table}`).all() as Row[];
    if (rows.length > 0) yield rows;
    return;
  }
  const after = source.prepare(`SELECT * FROM ${table} WHERE seq > ? ORDER BY seq LIMIT ${BATCH}`);
  for (let rows = after.all(0) as Row[]; rows.length > 0; rows = after.all(rows.at(-1)?.seq ?? 0) as Row[])
    yield rows;
}

function isNumbered(source: DatabaseSync, table: string): boolean {
  const columns = source.prepare(`SELECT name FROM pragma_table_info('${table}')`).all();
  return columns.some(({ name }) => name === "seq");
}

/** @throws {Error} where what PostgreSQL has taken is not what it was given */
async function insert(target: pg.Client, table: string, rows: readonly Row[]): Promise<void> {
  const names = Object.keys(rows[0] ?? {});
  const params: SqlValue[] = [];
  const given = rows.map((row) => names.map((name) => toValue(row[name] ?? null)));
  const places = given.map((values) => `(${values.map((value) => `$${params.push(value)}`).join(", ")})`);
  const text = `INSERT INTO ${table} (${names.join(", ")}) OVERRIDING SYSTEM VALUE VALUES ${places.join(", ")} RETURNING ${names.join(", ")}`;
  const taken = await target.query<SqlValue[]>({ text, values: params, rowMode: "array" });
  if (!isDeepStrictEqual(taken.rows.map(comparable), given.map(comparable)))
    throw new Error(`${table} is not the same there.`);
}

function comparable(values: readonly SqlValue[]): unknown[] {
  return values.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value));
}

/** Derives every checkout from the facts of either side. @throws {Error} where the two differ */
async function compareStandings(source: DatabaseSync, target: pg.Client): Promise<number> {
  const run = createRunner(source);
  let count = 0;
  for (const rows of batchesOf(source, "checkouts")) {
    for (const here of (rows as unknown as CheckoutRow[]).filter(isLinked)) {
      const there = (await readOnly(target, (tx) => findById(tx, here.id), TIMEOUT_MS)) as LinkedRow;
      const standings = [
        toStanding(here, await run((tx) => findFacts(tx, here)), JUDGED),
        toStanding(there, await readOnly(target, (tx) => findFacts(tx, there), TIMEOUT_MS), JUDGED),
      ];
      if (!isDeepStrictEqual(standings[0], standings[1]) || here.status !== there.status)
        throw new Error(`checkout ${here.id} would have another status there.`);
      count += 1;
    }
  }
  return count;
}
