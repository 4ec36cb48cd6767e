/** What a merchant might write: a bare Fastify route that verifies the same signature and stores nothing. */
import Fastify from "fastify";
import { isSignedBy } from "../../../server/webhooks/signature.ts";
import { WEBHOOK_SECRET } from "../../helpers/events.ts";
import { announce } from "./serve.ts";

const app = Fastify({ logger: { level: "info" } });
app.removeAllContentTypeParsers();
app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) =>
  done(null, body),
);
app.post("/webhooks/request", async (request, reply) => {
  const body = request.body as Buffer;
  if (!isSignedBy([WEBHOOK_SECRET], body, request.headers["x-request-network-signature"]))
    return reply.code(401).send({ error: "Invalid signature" });
  const { requestId } = JSON.parse(body.toString()) as { requestId: string };
  return requestId ? { received: true } : reply.code(400).send({ error: "No request" });
});
await app.listen({ host: "127.0.0.1", port: 0 });
announce(app.server, () => app.close());
