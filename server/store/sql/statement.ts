/**
 * One SQL statement. Parameters are written `$1`, `$2` … in every engine, and what the engines call differently in braces:
 * see `dialect.ts`. A list is one parameter, `{in $1}`, so that the text does not vary with its length.
 */
export interface Statement {
  sql: string;
  params: readonly Parameter[];
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
}

export type SqlType = "text" | "bigint" | "bytea";

/** What both engines store alike: booleans are 0 and 1, dates are milliseconds since 1970, JSON is text. */
export type SqlValue = string | number | null | Uint8Array;

export type Parameter = SqlValue | readonly string[] | readonly number[];

export type Row = Record<string, SqlValue>;

export function isList(value: Parameter): value is readonly string[] | readonly number[] {
  return Array.isArray(value);
}

/** A text as both engines give it back: PostgreSQL holds no NUL, and neither holds half a character. */
export function toStoredText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "\ufffd") : whole;
}
