/** What the engines call differently, beside `{in $1}` and `{in numbers $1}`: how a statement writes it, and what each engine reads. */
export interface Dialect {
  /** A running number that is the primary key. */
  "{id}": string;
  /** Behind a SELECT: nobody else changes these rows before the transaction is over. */
  "{for update}": string;
  /** The same, but for the rows that somebody else has locked: those are left out. */
  "{skip locked}": string;
  /** Before TABLE: its rows may be lost with the machine. */
  "{unlogged}": string;
  /** Before a statement that only PostgreSQL needs. */
  "{on postgres}": string;
  /** Behind SELECT 1: there is a row where the table `schema_version` is there. */
  "{where schema_version}": string;
  /** Behind a column: its value is in a list of texts, which is one parameter. `$` stands for the parameter. */
  "{in}": string;
  /** The same, of numbers. */
  "{in numbers}": string;
}

/** One writer at a time, so no row needs a lock. */
export const SQLITE: Dialect = {
  "{id}": "INTEGER PRIMARY KEY AUTOINCREMENT",
  "{for update}": "",
  "{skip locked}": "",
  "{unlogged}": "",
  "{on postgres}": "SELECT 1 -- ",
  "{where schema_version}": "FROM sqlite_schema WHERE name = 'schema_version'",
  "{in}": "IN (SELECT value FROM json_each($))",
  "{in numbers}": "IN (SELECT value FROM json_each($))",
};

export const POSTGRES: Dialect = {
  "{id}": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
  "{for update}": "FOR UPDATE",
  "{skip locked}": "FOR UPDATE SKIP LOCKED",
  "{unlogged}": "UNLOGGED",
  "{on postgres}": "",
  "{where schema_version}": "WHERE to_regclass('schema_version') IS NOT NULL",
  "{in}": "= ANY ($::text[])",
  "{in numbers}": "= ANY ($::bigint[])",
};

/**
 * A statement as an engine writes it. Braces around anything but letters, such as those of JSON, are left alone.
 * @throws {Error} where it writes something that no dialect knows
 */
export function translate(sql: string, dialect: Dialect): string {
  return sql.replaceAll(/\{([a-z_ ]{1,22})(?: (\$\d+))?\}/g, (mark, name: string, parameter?: string) => {
    const key = `{${name}}` as keyof Dialect;
    if (!Object.hasOwn(dialect, key) || dialect[key].includes("$") !== (parameter !== undefined))
      throw new Error(`no dialect knows ${mark}`);
    return parameter === undefined ? dialect[key] : dialect[key].replace("$", () => parameter);
  });
}
