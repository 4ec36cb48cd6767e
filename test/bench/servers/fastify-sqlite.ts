/** The least that is durable: a bare Fastify route that verifies the same signature, and one INSERT, committed in groups. */
import { createHash } from "node:crypto";
import Fastify from "fastify";
import { openSqlite } from "../../../server/store/sqlite/sqlite.ts";
import { isSignedBy } from "../../../server/webhooks/signature.ts";
import { WEBHOOK_SECRET } from "../../helpers/events.ts";
import { announce } from "./serve.ts";

const store = await openSqlite({ path: process.env.DATABASE_URL?.replace(/^sqlite:/, "") ?? "" });
await store.write((tx) =>
  tx.query("CREATE TABLE plain (seq INTEGER PRIMARY KEY, key TEXT UNIQUE, body BLOB)"),
);
const app = Fastify({ logger: { level: "info" } });
app.removeAllContentTypeParsers();
app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) =>
  done(null, body),
);
app.post("/webhooks/request", async (request, reply) => {
  const body = request.body as Buffer;
  if (!isSignedBy([WEBHOOK_SECRET], body, request.headers["x-request-network-signature"]))
    return reply.code(401).send({ error: "Invalid signature" });
  const key = createHash("sha256").update(body).digest("base64url");
  await store.write((tx) =>
    tx.query("INSERT INTO plain (key, body) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING", key, body),
  );
  return { received: true };
});
await app.listen({ host: "127.0.0.1", port: 0 });
announce(app.server, async () => {
  await app.close();
  await store.close();
});
