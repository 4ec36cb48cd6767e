/**
 * One SQL statement. Parameters are written `$1`, `$2` … in every engine, and what the engines call differently in braces:
 * see `dialect.ts`.
 */
export interface Statement {
  sql: string;
  params: readonly SqlValue[];
  /** Nobody wants its rows: what follows is sent without waiting for it. */
  isBlind?: true;
}

/** What both engines store alike: booleans are 0 and 1, dates are milliseconds since 1970, JSON is text. */
export type SqlValue = string | number | null | Uint8Array;

export type Row = Record<string, SqlValue>;

/** Names that no other job that names them, too, may decide about at the same time. */
export interface Lock {
  lock: readonly string[];
}

/**
 * Work on the store, written once for every engine: it yields statements and is handed their rows. A job has no other
 * effect, so an engine may run it in one synchronous turn, await each statement, or run it again from the start.
 */
export type Job<T> = Generator<Statement | Lock, T, Row[]>;

/**
 * Keeps others out until the transaction is over: what is read after this is the last word on these names. It comes
 * before everything else in a job, all names at once and before any row is locked, so that no two jobs wait for each other.
 */
export function* lock(names: readonly string[]): Job<void> {
  yield { lock: names };
}

/** All rows of a statement. `R` is the caller's word for the columns that it selects. */
export function* query<R>(sql: string, ...params: SqlValue[]): Job<R[]> {
  const rows = yield { sql, params };
  return rows as R[];
}

/** The first row of a statement, if there is one. */
export function* queryOne<R>(sql: string, ...params: SqlValue[]): Job<R | undefined> {
  const rows = yield { sql, params };
  return rows[0] as R | undefined;
}

/** A statement whose rows nobody wants. Where it fails, the job fails with it, if later. */
export function* execute(sql: string, ...params: SqlValue[]): Job<void> {
  yield { sql, params, isBlind: true };
}
