import { migrate } from "../sql/migrations.ts";
import type { ReadTx, WriteTx } from "../sql/transaction.ts";
import { SCHEMA } from "./connections.ts";

/** The tables that a release before the own schema has made in whichever schema the role's path named. */
const EARLIER_TABLES = [
  ...["checkouts", "deliveries", "facts", "changes", "notifications"],
  ...["sweeps", "leases", "hits", "calibration", "schema_version"],
];

/**
 * Brings the schema up to date; the tables of an earlier release move into it. Looks before it creates, so that a role without
 * the right to create can use what is there.
 * @throws {Error} where the schema holds something else
 */
export async function openSchema(tx: WriteTx): Promise<void> {
  await tx.lock(["schema"]);
  const isThere = await tx.queryOne("SELECT 1 AS found FROM pg_namespace WHERE nspname = $1", SCHEMA);
  if (!isThere) await tx.query(`CREATE SCHEMA ${SCHEMA}`);
  const tables = isThere ? await findTables(tx, SCHEMA) : [];
  if (tables.length === 0) await moveEarlier(tx);
  else if (!(await isOurs(tx, SCHEMA)))
    throw new Error(
      `the schema ${SCHEMA} of this database belongs to another program (${tables.join(", ")})`,
    );
  await migrate(tx);
}

/** The schema that holds a companion's tables; undefined where there is none. */
export async function findSchema(tx: ReadTx): Promise<string | undefined> {
  return (await isOurs(tx, SCHEMA)) ? SCHEMA : await findEarlier(tx);
}

async function moveEarlier(tx: WriteTx): Promise<void> {
  const earlier = await findEarlier(tx);
  if (earlier === undefined) return;
  const tables = await findTables(tx, earlier);
  for (const table of EARLIER_TABLES.filter((name) => tables.includes(name)))
    await tx.query(`ALTER TABLE "${earlier.replaceAll('"', '""')}".${table} SET SCHEMA ${SCHEMA}`);
}

/** The first schema of the role's own path that holds the tables of an earlier release. */
async function findEarlier(tx: ReadTx): Promise<string | undefined> {
  await tx.query("SET LOCAL search_path TO DEFAULT");
  const path = await tx.query<{ name: string }>("SELECT unnest(current_schemas(false)) AS name");
  await tx.query(`SET LOCAL search_path TO ${SCHEMA}, pg_temp`);
  for (const { name } of path) if (await isOurs(tx, name)) return name;
  return undefined;
}

async function findTables(tx: ReadTx, schema: string): Promise<string[]> {
  const rows = await tx.query<{ tablename: string }>(
    "SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY tablename",
    schema,
  );
  return rows.map(({ tablename }) => tablename);
}

/** Whether a schema holds a companion's tables. Other programs have a `schema_version`, too. */
async function isOurs(tx: ReadTx, schema: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 AS found FROM information_schema.columns WHERE table_schema = $1 AND (table_name, column_name) IN
      (('schema_version', 'version'), ('checkouts', 'body_hash'), ('facts', 'subject'))`,
    schema,
  );
  return rows.length === 3;
}
