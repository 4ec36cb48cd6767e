import { randomUUID } from "node:crypto";
import type pg from "pg";

type Connection = Pick<pg.ClientBase, "query">;

/**
 * A pooler that gives each transaction another connection of the server loses settings and prepared statements. Such a one has
 * given `other` the connection that `one` has just used, while `other` is in a transaction.
 * @throws {Error} where there is one
 */
export async function refuseTransactionPooling(one: Connection, other: Connection): Promise<void> {
  const mark = randomUUID();
  await one.query(`SET request_checkout.mark = '${mark}'`);
  await other.query("BEGIN");
  try {
    const { rows } = await one.query<{ mark: string | null }>(
      "SELECT current_setting('request_checkout.mark', true) AS mark",
    );
    if (rows[0]?.mark !== mark)
      throw new Error(
        "DATABASE_URL leads to a pooler in transaction mode: name PostgreSQL itself, or a pool in session mode",
      );
  } finally {
    await other.query("ROLLBACK");
  }
}
