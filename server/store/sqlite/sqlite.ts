import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { SQLITE, translate } from "../sql/dialect.ts";
import { migrate } from "../sql/migrations.ts";
import {
  isList,
  type Parameter,
  type Row,
  type RowStatement,
  type SqlValue,
  type Statement,
  toStoredText,
} from "../sql/statement.ts";
import { type Store, StoreUnavailable } from "../sql/store.ts";
import { runOn, type WriteTx } from "../sql/transaction.ts";
import { identify, refuseForeignLog } from "./refuse-foreign-log.ts";
import { type Prepared, prepareStatement } from "./sqlite-statement.ts";

export interface SqliteOptions {
  /** Path of the database file; its folder is made if need be. */
  path: string;
  /** How long a write waits for another process that holds the lock. Default 800 ms. */
  lockTimeoutMs?: number;
  /** Told of each commit: how long its jobs took, and how many they were. */
  onCommit?: ((details: { durationMs: number; jobs: number }) => void) | undefined;
}

type Work<T> = (tx: WriteTx) => Promise<T>;

interface Pending {
  work: Work<unknown>;
  jobs: number;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

type Outcome = { value: unknown } | { error: unknown };

const LOCK_RETRY_MS = 20;
/** How long the start waits for another process; nothing else runs yet that it could hold up. */
const OPEN_TIMEOUT_MS = 5000;
/** More than this could not be written before their senders have given up. */
const MAX_QUEUED = 5000;

/**
 * SQLite with group commit: the jobs that arrive while one turn of the event loop lasts share a transaction and so one
 * fsync. Nobody is answered before the commit. A group with a failing job is rolled back and its jobs run one by one:
 * this needs no savepoints, in which a full disk would end the whole transaction unseen.
 * @throws when the file cannot be opened, or cannot be made durable
 */
export async function openSqlite({ path, lockTimeoutMs = 800, onCommit }: SqliteOptions): Promise<Store> {
  mkdirSync(dirname(path), { recursive: true });
  refuseForeignLog(path);
  const db = new DatabaseSync(path, { timeout: 0 });
  makeDurable(db);
  const write = createRunner(db);
  db.exec(`PRAGMA busy_timeout = ${OPEN_TIMEOUT_MS}`);
  await inTransaction(db, async () => {
    await write(migrate);
    identify(db);
  });
  db.exec("PRAGMA busy_timeout = 0");
  // A connection of its own: it never sees what is not committed.
  const reader = new DatabaseSync(path, { timeout: lockTimeoutMs, readOnly: true });
  const read = createRunner(reader);
  const files = [path, `${path}-wal`].map((file) => ({ file, inode: statSync(file).ino }));

  let queue: Pending[] = [];
  let flushing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const locked = await lock(db, lockTimeoutMs);
      const group = queue;
      queue = [];
      const outcomes = locked
        ? await runGroup(group)
        : group.map(() => ({ error: new StoreUnavailable("the database is locked by another process") }));
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes[index] as Outcome;
        if ("error" in outcome) reject(outcome.error);
        else resolve(outcome.value as never);
      }
    }
    flushing = undefined;
  }

  /** Runs a group in the transaction that is already open; one by one where work or the commit fails. */
  async function runGroup(group: readonly Pending[]): Promise<Outcome[]> {
    const startedAt = performance.now();
    try {
      const values: Outcome[] = [];
      for (const { work } of group) values.push({ value: await write(work) });
      commit();
      onCommit?.({
        durationMs: performance.now() - startedAt,
        jobs: group.reduce((sum, { jobs }) => sum + jobs, 0),
      });
      return values;
    } catch (error) {
      rollback(db);
      if (group.length === 1) return [{ error: toStoreError(error) }];
      const outcomes: Outcome[] = [];
      for (const { work } of group) outcomes.push(await runAlone(work));
      return outcomes;
    }
  }

  async function runAlone(work: Work<unknown>): Promise<Outcome> {
    try {
      db.exec("BEGIN IMMEDIATE");
      const value = await write(work);
      commit();
      return { value };
    } catch (error) {
      rollback(db);
      return { error: toStoreError(error) };
    }
  }

  /** A deleted or replaced file would still take writes, which nobody could ever read again. */
  function commit(): void {
    for (const { file, inode } of files)
      if (statSync(file, { throwIfNoEntry: false })?.ino !== inode)
        throw new StoreUnavailable(`${file} is gone: restart the companion`);
    db.exec("COMMIT");
  }

  return {
    async read(work) {
      try {
        return await read(work);
      } catch (error) {
        throw toStoreError(error);
      }
    },
    write(work, { jobs = 1 } = {}) {
      if (queue.length >= MAX_QUEUED)
        return Promise.reject(new StoreUnavailable("too much waits to be written"));
      return new Promise((resolve, reject) => {
        queue.push({ work, jobs, resolve, reject });
        flushing ??= flush();
      });
    },
    get queued() {
      return queue.length;
    },
    async close() {
      await flushing;
      if (reader.isOpen) reader.close();
      if (db.isOpen) db.close();
    },
  };
}

/** WAL with an fsync per commit, read back: a database that cannot be made durable is refused. */
function makeDurable(db: DatabaseSync): void {
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  const { journal_mode } = db.prepare("PRAGMA journal_mode").get() as { journal_mode: string };
  const { synchronous } = db.prepare("PRAGMA synchronous").get() as { synchronous: number };
  if (journal_mode !== "wal" || synchronous !== 2) {
    throw new Error(
      `the database is not durable here (journal_mode ${journal_mode}, synchronous ${synchronous}; wal and 2 are needed): ` +
        "keep it on a local disk",
    );
  }
}

/** Statements whose text depends on a filter are not all worth keeping prepared. */
const MAX_PREPARED = 300;

function statementCache(db: DatabaseSync): (sql: string) => Prepared {
  const cache = new Map<string, Prepared>();
  return (sql) => {
    let statement = cache.get(sql);
    if (!statement) {
      statement = prepareStatement(db, translate(sql, SQLITE).replaceAll(/\$(\d+)/g, "?$1"));
      const oldest = cache.size < MAX_PREPARED ? undefined : cache.keys().next().value;
      if (oldest !== undefined) cache.delete(oldest);
      cache.set(sql, statement);
    }
    return statement;
  };
}

/** Runs work on a database, in whatever transaction it is in. There is one writer at a time, so there is nothing to lock. */
export function createRunner(db: DatabaseSync): <T>(work: Work<T>) => Promise<T> {
  const prepare = statementCache(db);
  const ask = async (statement: Statement | RowStatement) => rowsOf(prepare, statement);
  const line = {
    ask,
    tell: async (statement: Statement | RowStatement) => void rowsOf(prepare, statement),
    lock: async () => {},
  };
  return (work) => runOn(line, work);
}

function rowsOf(prepare: (sql: string) => Prepared, statement: Statement | RowStatement): Row[] {
  const prepared = prepare(statement.sql);
  return "rows" in statement
    ? statement.rows.flatMap((row) => prepared(row))
    : prepared(statement.params.map(toValue));
}

/** A list is bound as JSON. */
function toValue(value: Parameter): SqlValue {
  return isList(value)
    ? JSON.stringify(value.map((one: string | number) => (typeof one === "string" ? toStoredText(one) : one)))
    : value;
}

async function inTransaction(db: DatabaseSync, work: () => Promise<void>): Promise<void> {
  db.exec("BEGIN IMMEDIATE");
  try {
    await work();
    db.exec("COMMIT");
  } catch (error) {
    rollback(db);
    throw error;
  }
}

/** Never throws: what cannot be rolled back now is rolled back by SQLite itself when the connection ends. */
function rollback(db: DatabaseSync): void {
  try {
    if (db.isTransaction) db.exec("ROLLBACK");
  } catch {}
}

/** Opens the transaction. SQLite's own waiting would block the event loop, so the waiting is done here. */
async function lock(db: DatabaseSync, timeoutMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    try {
      db.exec("BEGIN IMMEDIATE");
      return true;
    } catch {
      if (performance.now() > giveUpAt) return false;
      await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
    }
  }
}

/** SQLite's primary result codes for a machine that cannot read or write now: busy, locked, full, gone … */
const MACHINE_FAULTS = new Set([5, 6, 8, 10, 11, 13, 14, 15, 26]);

const FULL = 13;

/** What the machine refuses can be tried again; anything else is a fault of the work. */
function toStoreError(error: unknown): unknown {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : undefined;
  return code !== undefined && MACHINE_FAULTS.has(code)
    ? new StoreUnavailable((error as Error).message, { cause: error, isGone: code !== FULL })
    : error;
}
