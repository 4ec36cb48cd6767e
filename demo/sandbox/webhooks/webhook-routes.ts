import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { findClient } from "../model/authenticate.ts";
import { type Client, createWebhook, type Webhook } from "../model/clients.ts";
import { createSecret } from "../model/identifiers.ts";
import { Problem, parseWith } from "../model/problem.ts";
import type { State } from "../model/state.ts";
import type { Courier } from "./courier.ts";
import { TEST_EVENTS, testEvent } from "./test-events.ts";

const RegisterSchema = z.object({
  url: z.string().max(2048).refine(isReachable, "url must be https, or http on this machine"),
});
const TestSchema = z.object({ eventType: z.enum(TEST_EVENTS) });

export interface WebhookRoutesOptions {
  state: State;
  courier: Courier;
  now: () => number;
}

/**
 * The Auth API's webhooks: each belongs to a Client ID, which is all that the caller has to name.
 * Source: https://docs.request.network/api-reference/webhooks
 */
export async function webhookRoutes(app: FastifyInstance, options: WebhookRoutesOptions): Promise<void> {
  const { state, courier, now } = options;

  app.post("/v1/webhook", async (request, reply) => {
    const client = findClient(state.clients, request.headers);
    const { url } = parseWith(RegisterSchema, request.body);
    const webhook = createWebhook(url, createSecret(), now());
    client.webhooks.push(webhook);
    // The only answer that ever shows the secret.
    return reply.code(201).send({ id: webhook.id, secret: webhook.secret });
  });

  app.get("/v1/webhook", async (request) =>
    findClient(state.clients, request.headers).webhooks.map(toListed),
  );

  app.put<{ Params: { id: string } }>("/v1/webhook/:id", async (request) => {
    const webhook = findWebhook(findClient(state.clients, request.headers), request.params.id);
    webhook.isActive = !webhook.isActive;
    return toListed(webhook);
  });

  app.delete<{ Params: { id: string } }>("/v1/webhook/:id", async (request, reply) => {
    const client = findClient(state.clients, request.headers);
    const webhook = findWebhook(client, request.params.id);
    client.webhooks = client.webhooks.filter((other) => other !== webhook);
    return reply.code(204).send();
  });

  app.post("/v1/webhook/test", async (request, reply) => {
    const client = findClient(state.clients, request.headers);
    const { eventType } = parseWith(TestSchema, request.body);
    if (!client.webhooks.some(({ isActive }) => isActive)) throw new Problem(404, "No active webhook found");
    const taken = await courier.send(client, [testEvent(eventType, client, now())], { isTest: true });
    const sent = taken.filter(Boolean).length;
    return reply.code(201).send({ sent, failed: taken.length - sent });
  });
}

function findWebhook(client: Client, id: string): Webhook {
  const webhook = client.webhooks.find((candidate) => candidate.id === id);
  if (!webhook) throw new Problem(404, "Webhook not found");
  return webhook;
}

function toListed({ id, url, isActive, createdAt }: Webhook): Record<string, unknown> {
  return { id, url, isActive, createdAt: new Date(createdAt).toISOString() };
}

function isReachable(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname))
  );
}
