import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { SQLITE, translate } from "../sql/dialect.ts";
import {
  isList,
  type Job,
  type Parameter,
  type Row,
  type SqlValue,
  type Step,
  toStoredText,
} from "../sql/job.ts";
import { migrate } from "../sql/migrations.ts";
import { type Store, StoreUnavailable } from "../sql/store.ts";
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

interface Pending {
  job: () => Job<unknown>;
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
export function openSqlite({ path, lockTimeoutMs = 800, onCommit }: SqliteOptions): Store {
  mkdirSync(dirname(path), { recursive: true });
  refuseForeignLog(path);
  const db = new DatabaseSync(path, { timeout: 0 });
  makeDurable(db);
  const prepare = statementCache(db);
  db.exec(`PRAGMA busy_timeout = ${OPEN_TIMEOUT_MS}`);
  inTransaction(db, () => {
    run(prepare, migrate());
    identify(db);
  });
  db.exec("PRAGMA busy_timeout = 0");
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
        ? runGroup(group)
        : group.map(() => ({ error: new StoreUnavailable("the database is locked by another process") }));
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes[index] as Outcome;
        if ("error" in outcome) reject(outcome.error);
        else resolve(outcome.value as never);
      }
    }
    flushing = undefined;
  }

  /** Runs a group in the transaction that is already open; one by one where a job or the commit fails. */
  function runGroup(group: Pending[]): Outcome[] {
    const startedAt = performance.now();
    try {
      const values = group.map(({ job }) => ({ value: run(prepare, job()) }));
      commit();
      onCommit?.({
        durationMs: performance.now() - startedAt,
        jobs: group.reduce((sum, { jobs }) => sum + jobs, 0),
      });
      return values;
    } catch (error) {
      rollback(db);
      if (group.length === 1) return [{ error: toStoreError(error) }];
      return group.map(({ job }) => runAlone(job));
    }
  }

  function runAlone(job: () => Job<unknown>): Outcome {
    try {
      db.exec("BEGIN IMMEDIATE");
      const value = run(prepare, job());
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
    async read(job) {
      try {
        return run(prepare, job());
      } catch (error) {
        throw toStoreError(error);
      }
    },
    write(job, { jobs = 1 } = {}) {
      if (queue.length >= MAX_QUEUED)
        return Promise.reject(new StoreUnavailable("too much waits to be written"));
      return new Promise((resolve, reject) => {
        queue.push({ job, jobs, resolve, reject });
        flushing ??= flush();
      });
    },
    get queued() {
      return queue.length;
    },
    async close() {
      await flushing;
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

/** Runs jobs on a database that somebody else has opened, outside of any store. */
export function createRunner(db: DatabaseSync): <T>(job: Job<T>) => T {
  const prepare = statementCache(db);
  return (job) => run(prepare, job);
}

/** There is one writer at a time, so there is nothing to lock. */
function run<T>(prepare: (sql: string) => Prepared, job: Job<T>): T {
  let step = job.next();
  while (!step.done) step = job.next(rowsOf(prepare, step.value));
  return step.value;
}

function rowsOf(prepare: (sql: string) => Prepared, step: Step): Row[] {
  if ("lock" in step) return [];
  if ("together" in step) return step.together.map((one) => rowsOf(prepare, one)) as unknown as Row[];
  const statement = prepare(step.sql);
  return "rows" in step ? step.rows.flatMap((row) => statement(row)) : statement(step.params.map(toValue));
}

/** A list is bound as JSON. */
function toValue(value: Parameter): SqlValue {
  return isList(value)
    ? JSON.stringify(value.map((one: string | number) => (typeof one === "string" ? toStoredText(one) : one)))
    : value;
}

function inTransaction(db: DatabaseSync, work: () => void): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    work();
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

/** What the machine refuses can be tried again; anything else is a fault of the job. */
function toStoreError(error: unknown): unknown {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : undefined;
  return code !== undefined && MACHINE_FAULTS.has(code)
    ? new StoreUnavailable((error as Error).message, { cause: error, isGone: code !== FULL })
    : error;
}
