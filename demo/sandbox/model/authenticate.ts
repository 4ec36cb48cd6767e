import type { IncomingHttpHeaders } from "node:http";
import type { Client, Orchestrator } from "./clients.ts";
import { Problem } from "./problem.ts";

/** Who is calling. `origin` is that of the page, for a call with a Client ID. */
export interface Caller {
  client: Client;
  origin: string | null;
  isBackend: boolean;
  isApiKey: boolean;
  /** Who calls in the name of the Client ID. */
  orchestrator: Orchestrator | null;
}

/**
 * Finds out who is calling: an API key first, else an orchestrator's key with a Client ID, else a Client ID with its origin.
 * @throws {Problem} 401 without credentials or with unknown ones, 403 for a revoked Client ID or a foreign origin
 */
export function authenticate(clients: readonly Client[], headers: IncomingHttpHeaders): Caller {
  const apiKey = headers["x-api-key"];
  if (apiKey === undefined) return authenticateClientId(clients, headers);
  const client = clients.find((candidate) => candidate.apiKey !== undefined && candidate.apiKey === apiKey);
  if (!client) throw new Problem(401, "Unauthorized");
  return { client, origin: null, isBackend: true, isApiKey: true, orchestrator: null };
}

/** The same for routes that take no API key. */
export function authenticateClientId(clients: readonly Client[], headers: IncomingHttpHeaders): Caller {
  const client = findClient(clients, headers);
  const orchestrator = findOrchestrator(client, headers);
  const { origin = null } = headers;
  const isBackend = orchestrator !== null || client.allowedOrigins.length === 0;
  const isAllowed = isBackend || (origin !== null && client.allowedOrigins.includes(origin));
  if (!isAllowed) throw new Problem(403, "Origin is not allowed for this Client ID");
  return { client, origin, isBackend, isApiKey: false, orchestrator };
}

function findOrchestrator(client: Client, headers: IncomingHttpHeaders): Orchestrator | null {
  const key = headers["x-orchestrator-key"];
  if (key === undefined) return null;
  if (client.orchestrator?.key !== key) throw new Problem(401, "Unauthorized");
  return client.orchestrator;
}

/** @throws {Problem} 403 for a Client ID alone that is linked to an orchestrator, or has no destination */
export function requireCreator({ client, isApiKey, orchestrator }: Caller): void {
  if (client.orchestrator && !orchestrator && !isApiKey)
    throw new Problem(403, "Client ID is linked to an orchestrator, whose key is required");
  if (!client.isBound) throw new Problem(403, "Client ID is not bound to a payee destination");
}

/** The Client ID alone, whatever the origin: how webhooks are managed. */
export function findClient(clients: readonly Client[], headers: IncomingHttpHeaders): Client {
  const client = clients.find(({ clientId }) => clientId === headers["x-client-id"]);
  if (!client) throw new Problem(401, "Unauthorized");
  if (client.revoked) throw new Problem(403, "Client ID is revoked");
  return client;
}
