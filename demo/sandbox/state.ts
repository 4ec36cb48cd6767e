import type { Client } from "./clients.ts";
import type { PaymentLink, PaymentRequest } from "./payment-link.ts";

/** All that the sandbox knows. It lives in memory and ends with the process. */
export interface State {
  clients: readonly Client[];
  /** By token, in the order of creation. */
  links: Map<string, PaymentLink>;
}

/** A request and the link that it belongs to. */
export interface Found {
  link: PaymentLink;
  request: PaymentRequest;
}

export function allRequests(state: State): Found[] {
  return [...state.links.values()].flatMap((link) => link.requests.map((request) => ({ link, request })));
}

export function findRequest(state: State, requestId: string): Found | undefined {
  return allRequests(state).find(({ request }) => request.requestId === requestId);
}

/** @throws {Error} when a link names a Client ID that does not exist, which no caller can bring about */
export function ownerOf(state: State, link: PaymentLink): Client {
  const owner = state.clients.find(({ clientId }) => clientId === link.clientId);
  if (!owner) throw new Error(`no client ${link.clientId}`);
  return owner;
}
