import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import pg from "pg";
import { refuseTransactionPooling } from "../../server/store/postgres/refuse-pooling.ts";
import { newPostgres } from "../helpers/database.ts";

async function connectTo(t: TestContext, count: number): Promise<pg.Client[]> {
  const url = await newPostgres();
  const clients = Array.from({ length: count }, () => new pg.Client({ connectionString: url }));
  for (const client of clients) await client.connect();
  t.after(() => Promise.all(clients.map((client) => client.end())));
  return clients;
}

/** Two connections through a pooler in transaction mode: whichever server connection was used last is used next. */
function pool(servers: pg.Client[]) {
  const connect = () => {
    let held: pg.Client | undefined;
    return {
      async query(text: string) {
        const server = held ?? (servers.pop() as pg.Client);
        const answer = await server.query(text);
        held = /^BEGIN/.test(text) || (held && !/^(?:COMMIT|ROLLBACK)/.test(text)) ? server : undefined;
        if (!held) servers.push(server);
        return answer;
      },
    } as unknown as pg.Client;
  };
  return { one: connect(), other: connect() };
}

describe("refuseTransactionPooling", () => {
  test("refuses a pooler that gives each transaction another connection", async (t) => {
    const { one, other } = pool(await connectTo(t, 3));

    await assert.rejects(refuseTransactionPooling(one, other), /pooler in transaction mode/);
  });

  test("accepts connections of one's own", async (t) => {
    const [one, other] = (await connectTo(t, 2)) as [pg.Client, pg.Client];

    await refuseTransactionPooling(one, other);
  });
});
