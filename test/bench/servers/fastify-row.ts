/** The least that reads: a bare Fastify route that answers with a checkout's JSON from one row, found by its id. */
import Fastify from "fastify";
import { toCheckout } from "../../../server/ledger/to-checkout.ts";
import { openSqlite } from "../../../server/store/sqlite/sqlite.ts";
import { findById, type LinkedRow } from "../../../server/store/tables/checkouts.ts";
import { announce } from "./serve.ts";

const store = await openSqlite({ path: process.env.DATABASE_URL?.replace(/^sqlite:/, "") ?? "" });
const app = Fastify({ logger: { level: "info" } });
app.get("/v1/checkouts/:id", async (request) =>
  toCheckout((await store.read((tx) => findById(tx, (request.params as { id: string }).id))) as LinkedRow),
);
await app.listen({ host: "127.0.0.1", port: 0 });
announce(app.server, async () => {
  await app.close();
  await store.close();
});
