/** What the engines call differently: how a statement writes it, and what each engine reads. */
export interface Dialect {
  /** A running number that is the primary key. */
  "{id}": string;
  /** Behind a SELECT: nobody else changes these rows before the transaction is over. */
  "{for update}": string;
  /** The same, but for the rows that somebody else has locked: those are left out. */
  "{skip locked}": string;
  /** Before TABLE: its rows may be lost with the machine. */
  "{unlogged}": string;
}

/** One writer at a time, so no row needs a lock. */
export const SQLITE: Dialect = {
  "{id}": "INTEGER PRIMARY KEY AUTOINCREMENT",
  "{for update}": "",
  "{skip locked}": "",
  "{unlogged}": "",
};

export const POSTGRES: Dialect = {
  "{id}": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
  "{for update}": "FOR UPDATE",
  "{skip locked}": "FOR UPDATE SKIP LOCKED",
  "{unlogged}": "UNLOGGED",
};

/**
 * A statement in an engine's own words. Braces around anything but letters, such as those of JSON, are left alone.
 * @throws {Error} where it writes something that no dialect knows
 */
export function translate(sql: string, dialect: Dialect): string {
  return sql.replaceAll(/\{[a-z ]{1,20}\}/g, (mark) => {
    if (!Object.hasOwn(dialect, mark)) throw new Error(`no dialect knows ${mark}`);
    return dialect[mark as keyof Dialect];
  });
}
