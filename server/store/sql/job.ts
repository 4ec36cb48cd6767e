/**
 * One SQL statement. Parameters are written `$1`, `$2` … in every engine, and what the engines call differently in braces:
 * see `dialect.ts`. A list is one parameter, `{in $1}`, so that the text does not vary with its length.
 */
export interface Statement {
  sql: string;
  params: readonly Parameter[];
  /** Nobody reads its rows: what follows is sent without waiting for it. */
  isBlind?: true;
}

/**
 * One statement for each of many rows, written for one row. SQLite runs it row by row; PostgreSQL runs one statement for all
 * of them, see `postgres/set-based.ts`. Rows of the answer are in the order of the given rows.
 */
export interface RowStatement {
  sql: string;
  /** Of each parameter. */
  types: readonly SqlType[];
  rows: readonly (readonly SqlValue[])[];
  isBlind?: true;
}

export type SqlType = "text" | "bigint" | "bytea";

/** What both engines store alike: booleans are 0 and 1, dates are milliseconds since 1970, JSON is text. */
export type SqlValue = string | number | null | Uint8Array;

export type Parameter = SqlValue | readonly string[] | readonly number[];

export function isList(value: Parameter): value is readonly string[] | readonly number[] {
  return Array.isArray(value);
}

export type Row = Record<string, SqlValue>;

/** Names that no other job that names them, too, may decide about at the same time. */
export interface Lock {
  lock: readonly string[];
}

/** Statements that do not depend on each other: see {@link together}. */
export interface Group {
  together: readonly (Statement | RowStatement)[];
}

export type Step = Statement | RowStatement | Lock | Group;

/**
 * Work on the store, written once for every engine: it yields statements and is handed their rows. A job has no other
 * effect, so an engine may run it in one synchronous turn, await each statement, or run it again from the start.
 */
export type Job<T> = Generator<Step, T, Row[]>;

/**
 * Keeps others out until the transaction is over: what is read after this is the last word on these names. It comes
 * before everything else in a job, all names at once and before any row is locked, so that no two jobs wait for each other.
 * Names that the transaction has locked already may be named again.
 */
export function* lock(names: readonly string[]): Job<void> {
  yield { lock: names };
}

/** All rows of a statement. `R` is the caller's word for the columns that it selects. */
export function* query<R>(sql: string, ...params: Parameter[]): Job<R[]> {
  const rows = yield { sql, params };
  return rows as R[];
}

/** The first row of a statement, if there is one. */
export function* queryOne<R>(sql: string, ...params: Parameter[]): Job<R | undefined> {
  const rows = yield { sql, params };
  return rows[0] as R | undefined;
}

/** A statement whose rows nobody reads. Where it fails, the job fails with it, if later. */
export function* execute(sql: string, ...params: Parameter[]): Job<void> {
  yield { sql, params, isBlind: true };
}

/** All rows of a statement that is run for each of many rows. */
export function* queryEach<R>(
  sql: string,
  types: readonly SqlType[],
  rows: readonly (readonly SqlValue[])[],
): Job<R[]> {
  if (rows.length === 0) return [];
  return (yield { sql, types, rows }) as R[];
}

/** The same where nobody reads the rows. No two of the given rows may change the same row. */
export function* executeEach(
  sql: string,
  types: readonly SqlType[],
  rows: readonly (readonly SqlValue[])[],
): Job<void> {
  if (rows.length > 0) yield { sql, types, rows, isBlind: true };
}

/** Runs jobs side by side: their statements are sent together, so that they share round trips. */
export function* together<A, B>(first: Job<A>, second: Job<B>): Job<[A, B]> {
  const jobs: Job<unknown>[] = [first, second];
  const steps = jobs.map((job) => job.next());
  for (;;) {
    const open = [...steps.keys()].filter((index) => !steps[index]?.done);
    if (open.length === 0) return steps.map(({ value }) => value) as [A, B];
    const asked = open.map((index) => steps[index]?.value as Statement | RowStatement);
    const rows = (yield { together: asked }) as unknown as Row[][];
    for (const [place, index] of open.entries())
      steps[index] = (jobs[index] as Job<unknown>).next(rows[place] as Row[]);
  }
}

/** A text as both engines give it back: PostgreSQL holds no NUL, and neither holds half a character. */
export function toStoredText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "\ufffd") : whole;
}
