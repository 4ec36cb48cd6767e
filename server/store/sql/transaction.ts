import type { Parameter, Row, RowStatement, SqlType, SqlValue, Statement } from "./statement.ts";

/**
 * Reads what has been committed. A function that is handed a transaction awaits nothing else: others wait for it. `R` is the
 * caller's word for the columns that a statement selects.
 */
export interface ReadTx {
  /** All rows. */
  query<R>(sql: string, ...params: Parameter[]): Promise<R[]>;
  /** The first row, if there is one. */
  queryOne<R>(sql: string, ...params: Parameter[]): Promise<R | undefined>;
  /** All rows of a statement that is run for each of many rows. */
  queryEach<R>(sql: string, types: readonly SqlType[], rows: readonly (readonly SqlValue[])[]): Promise<R[]>;
}

declare const writes: unique symbol;

/** Reads and writes, all or nothing. It may be run again from the start, so that it has no other effect. */
export interface WriteTx extends ReadTx {
  readonly [writes]: true;
  /**
   * Keeps others out until the transaction is over: what is read after this is the last word on these names. It comes
   * before everything else, all names at once and before any row is locked, so that no two transactions wait for each
   * other. Names that the transaction has locked already may be named again.
   */
  lock(names: readonly string[]): Promise<void>;
  /** A statement whose rows nobody reads. Where it fails, the transaction fails with it, if later. */
  execute(sql: string, ...params: Parameter[]): Promise<void>;
  /** The same for each of many rows. No two of the given rows may change the same row. */
  executeEach(sql: string, types: readonly SqlType[], rows: readonly (readonly SqlValue[])[]): Promise<void>;
}

/** How an engine runs the statements of one transaction. */
export interface Line {
  ask(statement: Statement | RowStatement): Promise<Row[]>;
  /** Nobody reads the rows: what follows need not wait for it. */
  tell(statement: Statement | RowStatement): Promise<void>;
  lock(names: readonly string[]): Promise<void>;
}

/**
 * Runs work in a transaction on an engine's line. Whoever keeps the transaction gets an error when it uses it later: its
 * statements would be somebody else's.
 */
export async function runOn<T>(line: Line, work: (tx: WriteTx) => Promise<T>): Promise<T> {
  let isOver = false;
  const use = (): Line => {
    if (isOver) throw new Error("this transaction is over");
    return line;
  };
  const tx: Omit<WriteTx, typeof writes> = {
    query: async <R>(sql: string, ...params: Parameter[]) => (await use().ask({ sql, params })) as R[],
    queryOne: async <R>(sql: string, ...params: Parameter[]) =>
      (await use().ask({ sql, params }))[0] as R | undefined,
    queryEach: async <R>(sql: string, types: readonly SqlType[], rows: readonly (readonly SqlValue[])[]) =>
      rows.length > 0 ? ((await use().ask({ sql, types, rows })) as R[]) : [],
    lock: async (names) => use().lock(names),
    execute: async (sql, ...params) => use().tell({ sql, params }),
    executeEach: async (sql, types, rows) => {
      if (rows.length > 0) await use().tell({ sql, types, rows });
    },
  };
  try {
    return await work(tx as WriteTx);
  } finally {
    isOver = true;
  }
}
