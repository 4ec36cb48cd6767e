import type { SqlType } from "../sql/statement.ts";

/**
 * A statement that was written for one row, for many of them: its parameters become the columns of a table that is made of
 * one array for each. What is inserted gets running numbers in the order of the rows, and what is read comes in that order.
 */
export function toSetBased(sql: string, types: readonly SqlType[]): string {
  const arrays = types.map((type, index) => `$${index + 1}::${type}[]`);
  const columns = types.map((_, index) => `a${index + 1}`);
  const rows = `unnest(${arrays.join(", ")}) WITH ORDINALITY AS each_row (${columns.join(", ")}, n)`;
  const one = sql.replaceAll(/\$(\d+)/g, "each_row.a$1");
  switch (/^\w+/.exec(sql)?.[0]) {
    // A subquery for each row: no plan that was made for a small table ever reads a large one from end to end.
    case "SELECT":
      return `SELECT found.* FROM ${rows} CROSS JOIN LATERAL (${one} OFFSET 0) AS found ORDER BY each_row.n`;
    case "INSERT":
      return replaceOnce(
        one,
        /VALUES \(([^()]*)\)/,
        (_, values) => `SELECT ${values} FROM ${rows} ORDER BY each_row.n`,
      );
    case "UPDATE":
      return replaceOnce(one, / WHERE /, () => ` FROM ${rows} WHERE `);
    default:
      throw new Error(`no statement for many rows can be made of ${sql}`);
  }
}

function replaceOnce(sql: string, pattern: RegExp, replacement: (...found: string[]) => string): string {
  if (!pattern.test(sql)) throw new Error(`no statement for many rows can be made of ${sql}`);
  return sql.replace(pattern, replacement);
}
