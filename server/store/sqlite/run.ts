import type { DatabaseSync } from "node:sqlite";
import { LRUCache } from "lru-cache";
import { SQLITE, translate } from "../sql/dialect.ts";
import {
  isList,
  type Parameter,
  type Row,
  type RowStatement,
  type SqlValue,
  type Statement,
  toStoredText,
} from "../sql/statement.ts";
import { runOn, type WriteTx } from "../sql/transaction.ts";
import { type Prepared, prepareStatement } from "./sqlite-statement.ts";

export type Work<T> = (tx: WriteTx) => Promise<T>;

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

/** Statements whose text depends on a filter are not all worth keeping prepared. */
const MAX_PREPARED = 300;

function statementCache(db: DatabaseSync): (sql: string) => Prepared {
  const cache = new LRUCache<string, Prepared>({
    max: MAX_PREPARED,
    memoMethod: (sql) => prepareStatement(db, translate(sql, SQLITE).replaceAll(/\$(\d+)/g, "?$1")),
  });
  return (sql) => cache.memo(sql);
}
