import { type Job, lock, query, queryOne } from "../sql/job.ts";
import { migrate } from "../sql/migrations.ts";
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
export function* openSchema(): Job<void> {
  yield* lock(["schema"]);
  const isThere = yield* queryOne("SELECT 1 AS found FROM pg_namespace WHERE nspname = $1", SCHEMA);
  if (!isThere) yield* query(`CREATE SCHEMA ${SCHEMA}`);
  const tables = isThere ? yield* findTables(SCHEMA) : [];
  if (tables.length === 0) yield* moveEarlier();
  else if (!(yield* isOurs(SCHEMA)))
    throw new Error(
      `the schema ${SCHEMA} of this database belongs to another program (${tables.join(", ")})`,
    );
  yield* migrate();
}

/** The schema that holds a companion's tables; undefined where there is none. */
export function* findSchema(): Job<string | undefined> {
  return (yield* isOurs(SCHEMA)) ? SCHEMA : yield* findEarlier();
}

function* moveEarlier(): Job<void> {
  const earlier = yield* findEarlier();
  if (earlier === undefined) return;
  const tables = yield* findTables(earlier);
  for (const table of EARLIER_TABLES.filter((name) => tables.includes(name)))
    yield* query(`ALTER TABLE "${earlier.replaceAll('"', '""')}".${table} SET SCHEMA ${SCHEMA}`);
}

/** The first schema of the role's own path that holds the tables of an earlier release. */
function* findEarlier(): Job<string | undefined> {
  yield* query("SET LOCAL search_path TO DEFAULT");
  const path = yield* query<{ name: string }>("SELECT unnest(current_schemas(false)) AS name");
  yield* query(`SET LOCAL search_path TO ${SCHEMA}, pg_temp`);
  for (const { name } of path) if (yield* isOurs(name)) return name;
  return undefined;
}

function* findTables(schema: string): Job<string[]> {
  const rows = yield* query<{ tablename: string }>(
    "SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY tablename",
    schema,
  );
  return rows.map(({ tablename }) => tablename);
}

/** Whether a schema holds a companion's tables. Other programs have a `schema_version`, too. */
function* isOurs(schema: string): Job<boolean> {
  const rows = yield* query(
    `SELECT 1 AS found FROM information_schema.columns WHERE table_schema = $1 AND (table_name, column_name) IN
      (('schema_version', 'version'), ('checkouts', 'body_hash'), ('facts', 'subject'))`,
    schema,
  );
  return rows.length === 3;
}
