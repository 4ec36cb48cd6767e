import pg from "pg";

/** Numbers beyond 2^53 would lie, and nothing here counts so far. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as "text"),
};

/** How long PostgreSQL is waited for, in milliseconds. */
export const TIMEOUTS = {
  /** A server that does not answer in so long counts as gone. */
  connectMs: 800,
  /** So long one waits for a row or a name that somebody else has locked: longer than PostgreSQL takes to notice a deadlock. */
  lockMs: 1500,
  /** A statement of a transaction takes a millisecond, unless it waits for a lock. */
  writeMs: 2000,
  /** Jobs that are in each other's way are run again for so long. */
  rerunMs: 2000,
};
export type PostgresTimeouts = typeof TIMEOUTS;
/** What a companion that has vanished had locked is free again after this. */
const ABANDONED_MS = 5000;

/** All tables are in a schema of their own: a database may be shared with other programs. */
export const SCHEMA = "request_checkout";

const common: pg.ClientConfig = {
  types,
  pipeline: true,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  fallback_application_name: "request-checkout",
};

/** Connections for work. One that has just been made is looked at before it is used: the server may be another one by now. */
export function createPool(url: string, size: number, { connectMs, lockMs }: PostgresTimeouts): pg.Pool {
  const pool = new pg.Pool({
    ...common,
    connectionString: url,
    max: size,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: 30_000,
    onConnect: (client) => prepareSession(client, { timeoutMs: connectMs, lockMs }),
  });
  // One that ends while nobody uses it is replaced; while somebody does, its query says so.
  pool.on("error", () => {});
  pool.on("connect", (client) => void client.on("error", () => {}));
  return pool;
}

/** A connection of its own, for what takes longer or stays. */
export function createClient(url: string): pg.Client {
  const client = new pg.Client({
    ...common,
    connectionString: url,
    connectionTimeoutMillis: 5 * TIMEOUTS.connectMs,
  });
  client.on("error", () => {});
  return client;
}

interface SessionOptions {
  /** For each statement. Default: as long as connecting may take. */
  timeoutMs?: number;
  /** 0: without end. Default: {@link TIMEOUTS}. */
  lockMs?: number;
}

/**
 * Makes a connection what the companion relies on, whatever the role or the database has set as a default. The settings are
 * statements: a pooler such as PgBouncer refuses startup parameters that it does not know.
 * @throws {Error} where the server is unfit, see {@link refuseUnfit}
 */
export async function prepareSession(
  client: Pick<pg.ClientBase, "query">,
  { timeoutMs = TIMEOUTS.connectMs, lockMs = TIMEOUTS.lockMs }: SessionOptions = {},
): Promise<void> {
  const settings = [
    `search_path = ${SCHEMA}, pg_temp`,
    `lock_timeout = ${lockMs}`,
    `idle_in_transaction_session_timeout = ${ABANDONED_MS}`,
    // The timeouts here are the client's own.
    "statement_timeout = 0",
    "default_transaction_isolation = 'read committed'",
    "default_transaction_read_only = off",
  ];
  const text = settings.map((setting) => `SET ${setting}`).join("; ");
  const set = client.query({ text, query_timeout: timeoutMs } as pg.QueryConfig);
  await Promise.all([set, refuseUnfit(client, timeoutMs)]);
}

/** @throws {Error} where a commit would be confirmed before it is on disk, or a text could not be stored */
export async function refuseUnfit(
  client: Pick<pg.ClientBase, "query">,
  timeoutMs = TIMEOUTS.connectMs,
): Promise<void> {
  const { rows } = await client.query<{ name: string; setting: string }>({
    text: "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'server_encoding')",
    query_timeout: timeoutMs,
  } as pg.QueryConfig);
  const off = rows.flatMap(({ name, setting }) => (setting === "off" ? [`${name} is off`] : []));
  if (off.length > 0)
    throw new Error(
      `PostgreSQL is not durable here (${off.join(", ")}): what it has confirmed could be lost`,
    );
  const encoding = rows.find(({ name }) => name === "server_encoding")?.setting;
  if (encoding !== "UTF8")
    throw new Error(
      `the database's encoding is ${encoding}, which can't hold every text: create it with ENCODING 'UTF8' TEMPLATE template0`,
    );
}
