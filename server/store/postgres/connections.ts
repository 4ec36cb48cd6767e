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
    lock_timeout: lockMs,
    idle_in_transaction_session_timeout: ABANDONED_MS,
    onConnect: (client) => refuseCareless(client, connectMs),
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

/** @throws {Error} where a commit would be confirmed before it is on disk */
export async function refuseCareless(
  client: Pick<pg.ClientBase, "query">,
  timeoutMs = TIMEOUTS.connectMs,
): Promise<void> {
  const { rows } = await client.query<{ name: string; setting: string }>({
    text: "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit') AND setting = 'off'",
    query_timeout: timeoutMs,
  } as pg.QueryConfig);
  if (rows.length === 0) return;
  const off = rows.map(({ name }) => `${name} is off`).join(", ");
  throw new Error(`PostgreSQL is not durable here (${off}): what it has confirmed could be lost`);
}
