import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { type Store, StoreUnavailableError } from "../sql/store.ts";
import type { WriteTx } from "../sql/transaction.ts";
import { createClient, createPool, type PostgresTimeouts, prepareSession, TIMEOUTS } from "./connections.ts";
import { createPubSub } from "./pubsub.ts";
import { isWorthAnotherRun, QueryError, toStoreError } from "./query-error.ts";
import { refuseTransactionPooling } from "./refuse-pooling.ts";
import { readOnly, transact } from "./run.ts";
import { openSchema } from "./schema.ts";
import { createSemaphore } from "./semaphore.ts";

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, with `sslmode` and the like behind it. */
  url: string;
  /** Told of each commit. */
  onCommit?: ((details: { durationMs: number; jobs: number }) => void) | undefined;
  log?: { warn: (details: object, message: string) => void } | undefined;
  /** Default: {@link TIMEOUTS}. */
  timeouts?: Partial<PostgresTimeouts> | undefined;
}

/** Connections of one companion, of PostgreSQL's hundred. Reads cannot take a webhook's place. */
const WRITERS = 8;
const READERS = 4;
/** A page of orders takes longer than a statement of a transaction. */
const READ_TIMEOUT_MS = 5000;
/** A migration may build an index over millions of rows. */
const MIGRATION_TIMEOUT_MS = 60 * 60_000;
const MAX_PAUSE_MS = 30;
/** PostgreSQL's code for too many connections, of all or of the role. */
const NO_ROOM = "53300";
const NO_ROOM_PAUSE_MS = 20;

/**
 * PostgreSQL, for one companion or several. All work has a transaction of its own; PostgreSQL lets those that commit at
 * the same time share an fsync. Isolation is READ COMMITTED: who must not miss another one locks a name or a row first.
 * @throws {Error} when the server cannot be reached, or is not durable
 */
export async function openPostgres(options: PostgresOptions): Promise<Store> {
  const { url, onCommit, log = console } = options;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  await prepareDatabase(url);
  const pool = createPool(url, WRITERS + READERS, timeouts);
  const writers = createSemaphore(WRITERS);
  const readers = createSemaphore(READERS);

  let workedAt = Number.NEGATIVE_INFINITY;

  /** Where nothing has worked since, whoever else waits for a connection would wait for nothing. */
  function fail(error: unknown, startedAt: number): void {
    if (workedAt > startedAt) return;
    const reason = new StoreUnavailableError((error as Error).message, { cause: error });
    writers.clear(reason);
    readers.clear(reason);
  }

  /** Where the server has no room for as many connections as this, those that there are are shared. */
  async function connect(): Promise<pg.PoolClient> {
    const giveUpAt = performance.now() + timeouts.rerunMs;
    for (;;) {
      try {
        return await pool.connect();
      } catch (error) {
        const { code } = error as { code?: string };
        if (code !== NO_ROOM || pool.totalCount === 0 || performance.now() > giveUpAt) throw error;
        await pause(NO_ROOM_PAUSE_MS);
      }
    }
  }

  async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const client = await connect().catch((error: unknown) => {
      fail(error, startedAt);
      throw new QueryError(error);
    });
    let isSpent = false;
    try {
      const value = await work(client);
      workedAt = performance.now();
      return value;
    } catch (error) {
      isSpent = (error instanceof QueryError && error.isFatal) || !(await rollback(client, timeouts.writeMs));
      if (isSpent) fail(error, startedAt);
      throw error;
    } finally {
      client.release(isSpent);
    }
  }

  async function commit<T>(work: (tx: WriteTx) => Promise<T>, jobs: number): Promise<T> {
    const giveUpAt = performance.now() + timeouts.rerunMs;
    for (;;) {
      const startedAt = performance.now();
      try {
        const value = await withClient((client) => transact(client, work, timeouts.writeMs));
        onCommit?.({ durationMs: performance.now() - startedAt, jobs });
        return value;
      } catch (error) {
        if (!(error instanceof QueryError)) throw error;
        if (performance.now() > giveUpAt || !isWorthAnotherRun(error)) throw toStoreError(error);
        await pause(Math.random() * MAX_PAUSE_MS);
      }
    }
  }

  const pubsub = createPubSub({
    url,
    log,
    ask: (config) => readers.pass(() => withClient((client) => client.query(config))),
  });

  return {
    read: (work) =>
      readers.pass(() => withClient((client) => readOnly(client, work, READ_TIMEOUT_MS)).catch(rethrow)),
    write: (work, { jobs = 1 } = {}) => writers.pass(() => commit(work, jobs)),
    get queued() {
      return writers.waiting;
    },
    pubsub,
    async close() {
      await pubsub.close();
      await pool.end();
    },
  };
}

function rethrow(error: unknown): never {
  throw error instanceof QueryError ? toStoreError(error) : error;
}

/** False where the connection is of no use any more. */
async function rollback(client: pg.PoolClient, timeoutMs: number): Promise<boolean> {
  return client.query({ text: "ROLLBACK", query_timeout: timeoutMs } as pg.QueryConfig).then(
    () => true,
    () => false,
  );
}

async function prepareDatabase(url: string): Promise<void> {
  const client = createClient(url);
  const second = createClient(url);
  try {
    await client.connect();
    // Another companion may be migrating: that takes as long as it takes.
    await prepareSession(client, { lockMs: 0 });
    await second.connect();
    await prepareSession(second);
    await refuseTransactionPooling(client, second);
    await second.end();
    await transact(client, openSchema, MIGRATION_TIMEOUT_MS);
  } catch (error) {
    throw error instanceof QueryError ? error.cause : error;
  } finally {
    await Promise.all([client.end(), second.end()]).catch(() => {});
  }
}
