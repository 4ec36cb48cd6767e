/** A bare Fastify route that answers with a checkout's JSON from memory. */
import Fastify from "fastify";
import { announce } from "./serve.ts";

const CHECKOUT = {
  id: "00000000-0000-4000-8000-000000000000",
  status: "pending",
  amount: "10",
  currency: "USDC-base",
  amountPaid: "0",
  securePaymentUrl: null,
  expiresAt: "2026-03-08T12:00:00.000Z",
  updatedAt: "2026-03-01T12:00:00.000Z",
};

const app = Fastify({ logger: { level: "info" } });
app.get("/v1/checkouts/:id", async (request) => ({ ...CHECKOUT, id: (request.params as { id: string }).id }));
await app.listen({ host: "127.0.0.1", port: 0 });
announce(app.server, () => app.close());
