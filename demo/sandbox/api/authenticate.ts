import type { IncomingHttpHeaders } from "node:http";
import type { Client } from "../clients.ts";
import { Problem } from "../problem.ts";

/** Who is calling. `origin` is that of the page, for a call with a Client ID. */
export interface Caller {
  client: Client;
  origin: string | null;
  isBackend: boolean;
}

/**
 * Finds out who is calling: an API key first, else a Client ID with its origin.
 * @throws {Problem} 401 without credentials or with unknown ones, 403 for a revoked Client ID or a foreign origin
 */
export function authenticate(clients: readonly Client[], headers: IncomingHttpHeaders): Caller {
  const apiKey = headers["x-api-key"];
  if (apiKey === undefined) return authenticateClientId(clients, headers);
  const client = clients.find((candidate) => candidate.apiKey !== undefined && candidate.apiKey === apiKey);
  if (!client) throw new Problem(401, "Unauthorized");
  return { client, origin: null, isBackend: true };
}

/** The same for routes that take no API key. */
export function authenticateClientId(clients: readonly Client[], headers: IncomingHttpHeaders): Caller {
  const client = findClient(clients, headers);
  const { origin = null } = headers;
  const isBackend = client.allowedOrigins.length === 0;
  const isAllowed = isBackend || (origin !== null && client.allowedOrigins.includes(origin));
  if (!isAllowed) throw new Problem(403, "Origin is not allowed for this Client ID");
  return { client, origin, isBackend };
}

/** The Client ID alone, whatever the origin: how webhooks are managed. */
export function findClient(clients: readonly Client[], headers: IncomingHttpHeaders): Client {
  const client = clients.find(({ clientId }) => clientId === headers["x-client-id"]);
  if (!client) throw new Problem(401, "Unauthorized");
  if (client.revoked) throw new Problem(403, "Client ID is revoked");
  return client;
}
