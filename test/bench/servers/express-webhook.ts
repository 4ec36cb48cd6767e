/** What the integration guide shows: an Express handler over the raw body, which stores nothing. */
import { createHmac, timingSafeEqual } from "node:crypto";
import express from "express";
import { WEBHOOK_SECRET } from "../../helpers/events.ts";
import { announce } from "./serve.ts";

const app = express();
app.post("/webhooks/request", express.raw({ type: "application/json" }), (request, response) => {
  const raw: Buffer = request.body;
  const given = Buffer.from(request.get("x-request-network-signature") ?? "");
  const expected = Buffer.from(createHmac("sha256", WEBHOOK_SECRET).update(raw).digest("hex"));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    response.status(401).json({ error: "Invalid signature" });
    return;
  }
  const { requestId } = JSON.parse(raw.toString("utf8")) as { requestId: string };
  response.status(requestId ? 200 : 400).json({ received: true });
});
const server = app.listen(0, "127.0.0.1", () => {
  announce(server, async () => server.close());
});
