import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { migrate } from "../sql/migrations.ts";
import { type Store, StoreUnavailableError } from "../sql/store.ts";
import { toStoreError } from "./faults.ts";
import { inTransaction, lock, rollback } from "./lock.ts";
import { identify, refuseForeignLog } from "./refuse-foreign-log.ts";
import { createRunner, type Work } from "./run.ts";

export interface SqliteOptions {
  /** Path of the database file; its folder is made if need be. */
  path: string;
  /** How long a write waits for another process that holds the lock. Default 800 ms. */
  lockTimeoutMs?: number;
  /** Told of each commit: how long its jobs took, and how many they were. */
  onCommit?: ((details: { durationMs: number; jobs: number }) => void) | undefined;
}

interface Pending {
  work: Work<unknown>;
  jobs: number;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

type Outcome = { value: unknown } | { error: unknown };

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
  assertDurable(db);
  const write = createRunner(db);
  await inTransaction(db, async () => {
    await write(migrate);
    identify(db);
  });
  // A connection of its own: it never sees what is not committed.
  const reader = new DatabaseSync(path, { timeout: lockTimeoutMs, readOnly: true });
  const read = createRunner(reader);
  const files = [path, `${path}-wal`].map((file) => ({ file, inode: statSync(file).ino }));

  let queue: Pending[] = [];
  let flushing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const failure = await begin();
      const group = queue;
      queue = [];
      const outcomes = failure ? group.map(() => failure) : await runGroup(group);
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes[index] as Outcome;
        if ("error" in outcome) reject(outcome.error);
        else resolve(outcome.value as never);
      }
    }
    flushing = undefined;
  }

  /** Begins a transaction; undefined where that has worked. */
  async function begin(): Promise<{ error: unknown } | undefined> {
    try {
      if (await lock(db, lockTimeoutMs)) return undefined;
      return { error: new StoreUnavailableError("the database is locked by another process") };
    } catch (error) {
      return { error: toStoreError(error) };
    }
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
        throw new StoreUnavailableError(`${file} is gone: restart the companion`);
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
        return Promise.reject(new StoreUnavailableError("too much waits to be written"));
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
function assertDurable(db: DatabaseSync): void {
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
