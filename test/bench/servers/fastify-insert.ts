/** What a merchant might write: a bare Fastify route that verifies the same signature, and one plain INSERT. */
import Fastify from "fastify";
import pg from "pg";
import { isSignedBy } from "../../../server/webhooks/signature.ts";
import { WEBHOOK_SECRET } from "../../helpers/events.ts";
import { announce } from "./serve.ts";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12 });
await pool.query(
  "CREATE TABLE plain (seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body BYTEA NOT NULL)",
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
  await pool.query({ name: "insert", text: "INSERT INTO plain (body) VALUES ($1)", values: [body] });
  return { received: true };
});
await app.listen({ host: "127.0.0.1", port: 0 });
announce(app.server, async () => {
  await app.close();
  await pool.end();
});
